package io.yett.dataplane.port;

import io.yett.dataplane.control.PacketEngine;
import io.yett.dataplane.control.PuntReason;
import io.yett.dataplane.control.Timers;
import io.yett.dataplane.counters.SlowPathCounter;
import io.yett.dataplane.counters.SlowPathCounters;
import org.agrona.DirectBuffer;

/** What the control thread does for IPv6 packets to and from the gateway itself, joined. */
public final class Ipv6SlowPath {
  private final Timers timers;
  private final SlowPathCounters counters;
  private final Neighbors6 neighbors;
  private final NeighborDiscovery discovery;
  private final Icmp6Errors errors;
  private final Icmp6Handler icmp;

  /** Joins the parts; {@code sender}'s packets take the SPD. */
  public Ipv6SlowPath(
      OwnAddresses6 own,
      PacketEngine engine,
      Timers timers,
      SlowPathCounters counters,
      Ip6Sender sender,
      PathMtus pathMtus) {
    this.timers = timers;
    this.counters = counters;
    this.neighbors = new Neighbors6(own, engine, timers, counters);
    this.discovery = new NeighborDiscovery(own, neighbors, engine, timers, counters);
    this.errors = new Icmp6Errors(own, sender, engine, counters, timers.now());
    this.icmp =
        new Icmp6Handler(
            own,
            errors,
            new PathMtus6(pathMtus, own, engine, timers, counters),
            counters,
            timers.now());
  }

  /** A punted frame of EtherType IPv6 that is no IKE. */
  public void onFrame(int port, PuntReason reason, DirectBuffer frame, int offset, int length) {
    switch (reason) {
      case NEIGHBOR_DISCOVERY -> discovery.onFrame(port, frame, offset, length);
      case LOCAL -> icmp.onLocal(port, frame, offset, length, timers.now());
      case TTL_EXCEEDED -> errors.timeExceeded(port, frame, offset, length, timers.now());
      case ARP, IKE -> counters.increment(SlowPathCounter.LOCAL_IGNORED); // are for others
    }
  }

  /** A packet is too big for its next link or tunnel. */
  public void onTooBig(int port, int mtu, DirectBuffer frame, int offset, int length) {
    errors.tooBig(port, mtu, frame, offset, length, timers.now());
  }

  /** A lane needs the link address of a next hop, whose halves are in host order. */
  public void resolve(int port, long high, long low) {
    neighbors.resolve(port, new Address6(high, low));
  }

  public Neighbors6 neighbors() {
    return neighbors;
  }

  /** Tells the links that we are here. */
  public void announce() {
    discovery.announce();
  }
}
