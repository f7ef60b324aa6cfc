package io.yett.ike.pad;

import java.net.InetAddress;
import java.util.List;

/**
 * How a connection speaks IKEv2 beyond the key exchange and one tunnel.
 *
 * @param fragmentation whether messages may go in fragments (RFC 7383)
 * @param requirePostQuantum whether every IKE SA must have a post-quantum key exchange
 * @param pools that its peers get inner addresses of (RFC 7296 §2.19); if there are some, each peer
 *     is a client with a connection of its own
 * @param requestAddress whether we ask the peer for an inner address
 * @param mobike whether the ends may change their addresses (RFC 4555)
 * @param additionalAddresses of ours beside the connection's, which the peer is told for MOBIKE
 * @param childless whether as initiator we make all Child SAs after IKE_AUTH, if the peer can do
 *     without one in it (RFC 6023)
 * @param ppk a post-quantum preshared key (RFC 8784); null for none
 * @param local how we prove who we are
 * @param remote how the peer must
 */
public record IkeOptions(
    boolean fragmentation,
    boolean requirePostQuantum,
    List<AddressPool> pools,
    boolean requestAddress,
    boolean mobike,
    List<InetAddress> additionalAddresses,
    boolean childless,
    PostQuantumKey ppk,
    LocalAuth local,
    RemoteAuth remote) {

  /** The defaults of the configuration file. */
  public static final IkeOptions DEFAULT =
      new IkeOptions(
          true,
          false,
          List.of(),
          false,
          true,
          List.of(),
          false,
          null,
          LocalAuth.PSK,
          RemoteAuth.PSK);

  /** Copies the lists. */
  public IkeOptions {
    pools = List.copyOf(pools);
    additionalAddresses = List.copyOf(additionalAddresses);
  }

  /** These options with fragmentation or without. */
  public IkeOptions withFragmentation(boolean wanted) {
    return new IkeOptions(
        wanted,
        requirePostQuantum,
        pools,
        requestAddress,
        mobike,
        additionalAddresses,
        childless,
        ppk,
        local,
        remote);
  }

  /** These options with post-quantum key exchanges required or not. */
  public IkeOptions withPostQuantumRequired(boolean required) {
    return new IkeOptions(
        fragmentation,
        required,
        pools,
        requestAddress,
        mobike,
        additionalAddresses,
        childless,
        ppk,
        local,
        remote);
  }

  /** These options with other pools. */
  public IkeOptions withPools(List<AddressPool> newPools) {
    return new IkeOptions(
        fragmentation,
        requirePostQuantum,
        newPools,
        requestAddress,
        mobike,
        additionalAddresses,
        childless,
        ppk,
        local,
        remote);
  }

  /** These options with an inner address asked for or not. */
  public IkeOptions withAddressRequest(boolean wanted) {
    return new IkeOptions(
        fragmentation,
        requirePostQuantum,
        pools,
        wanted,
        mobike,
        additionalAddresses,
        childless,
        ppk,
        local,
        remote);
  }

  /**
   * These options with MOBIKE or without.
   *
   * @param addresses of ours beside the connection's
   */
  public IkeOptions withMobike(boolean wanted, List<InetAddress> addresses) {
    return new IkeOptions(
        fragmentation,
        requirePostQuantum,
        pools,
        requestAddress,
        wanted,
        addresses,
        childless,
        ppk,
        local,
        remote);
  }

  /** These options with Child SAs made after IKE_AUTH alone, or not. */
  public IkeOptions withChildless(boolean wanted) {
    return new IkeOptions(
        fragmentation,
        requirePostQuantum,
        pools,
        requestAddress,
        mobike,
        additionalAddresses,
        wanted,
        ppk,
        local,
        remote);
  }

  /** These options with a post-quantum preshared key, or with null without. */
  public IkeOptions withPpk(PostQuantumKey newPpk) {
    return new IkeOptions(
        fragmentation,
        requirePostQuantum,
        pools,
        requestAddress,
        mobike,
        additionalAddresses,
        childless,
        newPpk,
        local,
        remote);
  }

  /** These options with other proofs of who the two ends are. */
  public IkeOptions withAuth(LocalAuth newLocal, RemoteAuth newRemote) {
    return new IkeOptions(
        fragmentation,
        requirePostQuantum,
        pools,
        requestAddress,
        mobike,
        additionalAddresses,
        childless,
        ppk,
        newLocal,
        newRemote);
  }

  /** Overwrites the keys in it with zeros. */
  public void wipe() {
    if (ppk != null) {
      ppk.key().wipe();
    }
    if (remote.users() != null) {
      remote.users().wipe();
    }
  }
}
