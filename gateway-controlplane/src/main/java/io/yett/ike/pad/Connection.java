package io.yett.ike.pad;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A connection as it is configured: one entry of the PAD, with the IKE settings for that peer.
 *
 * @param name unique
 * @param remoteAddress null for any (as responder only)
 * @param psk null if neither end proves itself by a pre-shared key
 * @param proposals e.g. {@code aes256gcm16-prfsha384-x25519}, in order of preference; not empty
 * @param rekeySeconds of the IKE SA; 0 = never
 * @param dpdSeconds silence before the peer is probed; 0 = never
 * @param forceEncapsulation ESP in UDP even without a NAT
 * @param children not empty
 * @param options what is spoken beyond RFC 7296
 */
public record Connection(
    String name,
    InetAddress localAddress,
    Identity localId,
    InetAddress remoteAddress,
    Identity remoteId,
    PreSharedKey psk,
    List<String> proposals,
    long rekeySeconds,
    long dpdSeconds,
    boolean forceEncapsulation,
    List<Child> children,
    IkeOptions options) {

  /** A connection with the default options. */
  public Connection(
      String name,
      InetAddress localAddress,
      Identity localId,
      InetAddress remoteAddress,
      Identity remoteId,
      PreSharedKey psk,
      List<String> proposals,
      long rekeySeconds,
      long dpdSeconds,
      boolean forceEncapsulation,
      List<Child> children) {
    this(
        name,
        localAddress,
        localId,
        remoteAddress,
        remoteId,
        psk,
        proposals,
        rekeySeconds,
        dpdSeconds,
        forceEncapsulation,
        children,
        IkeOptions.DEFAULT);
  }

  /**
   * The connection of one remote-access client, made of this one.
   *
   * @param addresses its inner addresses, which take the place of all remote selectors
   */
  public Connection forClient(String newName, Identity client, List<InetAddress> addresses) {
    return new Connection(
        newName,
        localAddress,
        localId,
        null,
        client,
        psk,
        proposals,
        rekeySeconds,
        dpdSeconds,
        forceEncapsulation,
        children.stream().map(child -> child.forClient(addresses)).toList(),
        options);
  }

  /** This connection with other options. */
  public Connection with(IkeOptions newOptions) {
    return new Connection(
        name,
        localAddress,
        localId,
        remoteAddress,
        remoteId,
        psk,
        proposals,
        rekeySeconds,
        dpdSeconds,
        forceEncapsulation,
        children,
        newOptions);
  }

  /** Whether one end at least proves itself by a certificate. */
  public boolean usesCertificates() {
    return options.local().kind() == AuthKind.CERTIFICATE
        || options.remote().kind() == AuthKind.CERTIFICATE;
  }

  /** Overwrites the keys in it with zeros. */
  public void wipe() {
    if (psk != null) {
      psk.wipe();
    }
    options.wipe();
  }

  /** Copies the lists; rejects what is empty, negative or not unique. */
  public Connection {
    proposals = List.copyOf(proposals);
    children = List.copyOf(children);
    if (name.isEmpty() || name.length() > 63) {
      throw new IllegalArgumentException("a connection's name has 1 to 63 characters");
    }
    if (proposals.isEmpty()) {
      throw new IllegalArgumentException("connection " + name + " has no proposals");
    }
    boolean needsPsk =
        options.local().kind() == AuthKind.PSK || options.remote().kind() == AuthKind.PSK;
    if (needsPsk && psk == null) {
      throw new IllegalArgumentException("connection " + name + " has no pre-shared key");
    }
    if (options.remote().kind() == AuthKind.EAP_MSCHAPV2) {
      if (options.local().kind() != AuthKind.CERTIFICATE) {
        throw new IllegalArgumentException(
            "connection " + name + ": with EAP our own proof is a certificate (RFC 7296 §2.16)");
      }
      if (remoteAddress != null) {
        throw new IllegalArgumentException(
            "connection " + name + ": with EAP the peer begins: its address is any");
      }
      if (options.ppk() != null) {
        throw new IllegalArgumentException(
            "connection " + name + ": a post-quantum preshared key is not served with EAP");
      }
    }
    if (localId.isPattern()) {
      throw new IllegalArgumentException("connection " + name + ": our identity is a pattern");
    }
    if (remoteId.isPattern() && options.remote().kind() == AuthKind.PSK) {
      throw new IllegalArgumentException(
          "connection " + name + ": with a pre-shared key the peer has one identity");
    }
    if (remoteId.isPattern() && remoteAddress == null && options.pools().isEmpty()) {
      throw new IllegalArgumentException(
          "connection "
              + name
              + ": peers of many identities at any address need pools, so that each has a"
              + " connection of its own");
    }
    if (rekeySeconds < 0 || dpdSeconds < 0) {
      throw new IllegalArgumentException("connection " + name + " has a negative interval");
    }
    if (children.isEmpty()) {
      throw new IllegalArgumentException("connection " + name + " has no children");
    }
    Set<String> names = new HashSet<>();
    for (Child child : children) {
      if (!names.add(child.name())) {
        throw new IllegalArgumentException(
            "connection " + name + " has two children named " + child.name());
      }
    }
  }
}
