package io.yett.dataplane.route;

/**
 * A route as configured. Addresses are IPv4 in host order.
 *
 * @param prefixLength 0..32; host bits of the prefix are ignored
 * @param kind of {@link NextHop}
 * @param port index of the port
 * @param gateway for {@link NextHop#GATEWAY}
 */
public record Route(int prefix, int prefixLength, int kind, int port, int gateway) {
  /** Rejects a length out of range, and clears host bits. */
  public Route {
    if (prefixLength < 0 || prefixLength > 32) {
      throw new IllegalArgumentException("bad prefix length " + prefixLength);
    }
    prefix &= mask(prefixLength);
  }

  /** The network mask of a prefix length. */
  public static int mask(int prefixLength) {
    return prefixLength == 0 ? 0 : -1 << (32 - prefixLength);
  }
}
