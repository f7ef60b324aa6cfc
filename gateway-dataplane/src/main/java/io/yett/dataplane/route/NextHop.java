package io.yett.dataplane.route;

/** Where a route leads, in one long: kind, port, and the gateway's IPv4 address in host order. */
public final class NextHop {
  /** No route. */
  public static final int NONE = 0;

  /** One of our own addresses. */
  public static final int LOCAL = 1;

  /** The destination itself is a neighbour on the port. */
  public static final int ON_LINK = 2;

  /** Through a gateway on the port. */
  public static final int GATEWAY = 3;

  /** The network's or the broadcast address of a link (RFC 2644: not forwarded). */
  public static final int BROADCAST = 4;

  private NextHop() {}

  static long of(int kind, int port, int gateway) {
    return (gateway & 0xFFFF_FFFFL) | ((long) port << 32) | ((long) kind << 40);
  }

  public static int kind(long nextHop) {
    return (int) (nextHop >>> 40);
  }

  public static int port(long nextHop) {
    return (int) (nextHop >>> 32) & 0xFF;
  }

  /** The neighbour to which a packet for that destination goes. */
  public static int neighbor(long nextHop, int destination) {
    return kind(nextHop) == GATEWAY ? (int) nextHop : destination;
  }
}
