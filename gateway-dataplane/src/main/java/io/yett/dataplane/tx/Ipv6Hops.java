package io.yett.dataplane.tx;

import io.yett.dataplane.packet.Ethernet;
import io.yett.dataplane.packet.Ipv6;
import io.yett.dataplane.route.Forwarding;
import io.yett.dataplane.route.RouteTable6;
import io.yett.dpdk.Mbuf;

/**
 * The next hop of an IPv6 packet that is in a frame already: what does not fit a burst's entry is
 * looked up again, which only packets to neighbours that are not known need. Owned by the TX stage.
 */
final class Ipv6Hops {
  private int port;
  private long high;
  private long low;

  /** Looks up the way of a packet, for the methods below; returns the route's next hop. */
  long find(long mbuf, Forwarding forwarding) {
    long destination = Mbuf.data(mbuf) + Ethernet.HEADER + Ipv6.DESTINATION;
    long destinationHigh = Ipv6.high(destination);
    long destinationLow = Ipv6.low(destination);
    long nextHop = forwarding.lookup(destinationHigh, destinationLow);
    port = RouteTable6.port(nextHop);
    high = RouteTable6.neighborHigh(nextHop, destinationHigh);
    low = RouteTable6.neighborLow(nextHop, destinationLow);
    return nextHop;
  }

  int port() {
    return port;
  }

  /** First half of the neighbour's address, host order. */
  long high() {
    return high;
  }

  /** Second half of the neighbour's address, host order. */
  long low() {
    return low;
  }

  /** The neighbour's MAC address in wire order, or 0 while it is not known. */
  long wireMac(Forwarding forwarding) {
    int index = forwarding.neighbors().find(port, high, low);
    return index < 0 ? 0 : forwarding.neighbors().wireMac(index);
  }

  /** The same for a packet that waits; 0 too if its way leads to another port by now. */
  long wireMac(long mbuf, Forwarding forwarding, int waitsFor) {
    boolean leads = RouteTable6.leads(find(mbuf, forwarding));
    return leads && port == waitsFor ? wireMac(forwarding) : 0;
  }
}
