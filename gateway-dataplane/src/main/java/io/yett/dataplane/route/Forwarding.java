package io.yett.dataplane.route;

/**
 * All that decides where a packet goes. The tables inside are exchanged together, as one object;
 * neighbours alone change in place.
 */
public final class Forwarding {
  private final RouteTable routes;
  private final LocalAddresses localAddresses;
  private final NeighborTable neighbors;
  private final long[] wireMacs;
  private final int[] mtus;

  /**
   * Joins the tables.
   *
   * @param wireMacs our MAC address on each port, wire order
   * @param mtus largest IP packet on each port
   */
  public Forwarding(
      RouteTable routes,
      LocalAddresses localAddresses,
      NeighborTable neighbors,
      long[] wireMacs,
      int[] mtus) {
    this.routes = routes;
    this.localAddresses = localAddresses;
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
