package io.yett.ike.sa;

import java.net.InetSocketAddress;

/**
 * The addresses of an IKE SA and what is known of NATs on the way (RFC 7296 §2.23).
 *
 * @param natLocal we are behind a NAT
 * @param natRemote the peer is, or says so
 * @param encapsulated Child SAs use ESP in UDP
 */
public record NetworkPath(
    InetSocketAddress local,
    InetSocketAddress remote,
    boolean natLocal,
    boolean natRemote,
    boolean encapsulated) {

  /** A path before NAT detection. */
  public static NetworkPath of(InetSocketAddress local, InetSocketAddress remote) {
    return new NetworkPath(local, remote, false, false, false);
  }

  public NetworkPath withRemote(InetSocketAddress newRemote) {
    return new NetworkPath(local, newRemote, natLocal, natRemote, encapsulated);
  }

  public NetworkPath withEndpoints(InetSocketAddress newLocal, InetSocketAddress newRemote) {
    return new NetworkPath(newLocal, newRemote, natLocal, natRemote, encapsulated);
  }

  public NetworkPath withNat(boolean newNatLocal, boolean newNatRemote, boolean newEncapsulated) {
    return new NetworkPath(local, remote, newNatLocal, newNatRemote, newEncapsulated);
  }
}
