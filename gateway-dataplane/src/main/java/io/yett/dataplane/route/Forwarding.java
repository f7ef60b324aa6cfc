package io.yett.dataplane.route;

import java.util.List;

/**
 * All that decides where a packet goes. The tables inside are exchanged together, as one object;
 * neighbours alone change in place.
 */
public final class Forwarding {
  private final RouteTable routes;
  private final LocalAddresses localAddresses;
  private final RouteTable6 routes6;
  private final LocalAddresses6 localAddresses6;
  private final NeighborTable neighbors;
  private final long[] wireMacs;
  private final int[] mtus;

  /** Joins the tables of IPv4; IPv6 has no routes. */
  public Forwarding(
      RouteTable routes,
      LocalAddresses localAddresses,
      NeighborTable neighbors,
      long[] wireMacs,
      int[] mtus) {
    this(
        routes,
        localAddresses,
        new RouteTable6(List.of()),
        LocalAddresses6.NONE,
        neighbors,
        wireMacs,
        mtus);
  }

  /**
   * Joins the tables.
   *
   * @param wireMacs our MAC address on each port, wire order
   * @param mtus largest IP packet on each port
   */
  public Forwarding(
      RouteTable routes,
      LocalAddresses localAddresses,
      RouteTable6 routes6,
      LocalAddresses6 localAddresses6,
      NeighborTable neighbors,
      long[] wireMacs,
      int[] mtus) {
    this.routes = routes;
    this.localAddresses = localAddresses;
    this.routes6 = routes6;
    this.localAddresses6 = localAddresses6;
    this.neighbors = neighbors;
    this.wireMacs = wireMacs.clone();
    this.mtus = mtus.clone();
  }

  /** The {@link NextHop} of a destination in host order. */
  public long lookup(int destination) {
    return routes.lookup(destination);
  }

  public boolean isLocal(int address) {
    return localAddresses.contains(address);
  }

  /** The next hop of an IPv6 destination in host order, to be read by {@link RouteTable6}. */
  public long lookup(long high, long low) {
    return routes6.lookup(high, low);
  }

  /** Whether an IPv6 address is ours; its halves as little-endian loads of the wire find them. */
  public boolean isLocal(long wireHigh, long wireLow) {
    return localAddresses6.contains(wireHigh, wireLow);
  }

  /** Whether a port has an IPv6 address. */
  public boolean hasIpv6() {
    return !localAddresses6.isEmpty();
  }

  public NeighborTable neighbors() {
    return neighbors;
  }

  /** Our MAC address on a port, in wire order. */
  public long wireMac(int port) {
    return wireMacs[port];
  }

  /** Largest IP packet on a port. */
  public int mtu(int port) {
    return mtus[port];
  }

  public int ports() {
    return mtus.length;
  }
}
