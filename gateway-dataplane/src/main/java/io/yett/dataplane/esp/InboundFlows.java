package io.yett.dataplane.esp;

import io.yett.dataplane.control.PuntReason;
import io.yett.dataplane.counters.DropReason;
import io.yett.dataplane.packet.Burst;
import io.yett.dataplane.packet.Ipv4;
import io.yett.dataplane.packet.Ipv6;
import io.yett.dataplane.packet.Origin;
import io.yett.dataplane.packet.Verdict;
import io.yett.dataplane.route.Forwarding;
import io.yett.dataplane.route.NextHop;
import io.yett.dataplane.route.RouteTable6;
import io.yett.dataplane.sachannel.PolicyAction;
import io.yett.dataplane.sad.InboundSa;
import io.yett.dataplane.sad.SaSlot;
import io.yett.dataplane.spd.FlowCache;
import io.yett.dataplane.spd.Selectors;
import io.yett.dataplane.spd.Spd;
import io.yett.dpdk.Memory;

/**
 * What becomes of decrypted packets of a flow: whether their SA may carry them (RFC 4301 section
 * 5.2), and where they go: on, up, or into another tunnel. An exact cache of a worker's own; an
 * entry holds for one SA, and only while policies and routes are what they were.
 */
final class InboundFlows {
  private final FlowCache cache;
  private Spd spd;
  private Forwarding forwarding;

  InboundFlows(FlowCache cache) {
    this.cache = cache;
  }

  /** Where the flow of a packet with ports and without options is, if it is in its first place. */
  long home(long ip) {
    long ports = Memory.getInt(ip + Ipv4.HEADER) & 0xFFFF_FFFFL;
    long rest = FlowCache.rest(ports, Ipv4.protocol(ip), Origin.TUNNEL);
    return cache.home(Memory.getLong(ip + Ipv4.SOURCE), rest);
  }

  /**
   * The flow's entry if it is in the cache and holds for that SA, else 0.
   *
   * @param addresses source and destination as a little-endian load of the wire finds them
   * @param wirePorts likewise; the packet has some
   */
  long findKnown(Burst burst, long sa, long addresses, int protocol, int wirePorts) {
    if (burst.spd() != spd || burst.forwarding() != forwarding) {
      return 0;
    }
    long rest = FlowCache.rest(wirePorts & 0xFFFF_FFFFL, protocol, Origin.TUNNEL);
    long flow = cache.find(addresses, rest);
    return flow != 0 && FlowCache.isFor(flow, sa) ? flow : 0;
  }

  /** The entry of a valid inner packet's flow: verdict and reason, next hop, longest packet. */
  long find(Burst burst, long sa, long ip) {
    if (burst.spd() != spd || burst.forwarding() != forwarding) {
      spd = burst.spd();
      forwarding = burst.forwarding();
      cache.clear();
    }
    int protocol = Ipv4.protocol(ip);
    long ports = Ipv4.wirePorts(ip, Ipv4.headerLength(ip), Ipv4.totalLength(ip), protocol);
    long addresses = Memory.getLong(ip + Ipv4.SOURCE);
    long rest = FlowCache.rest(ports, protocol, Origin.TUNNEL);
    long flow = cache.find(addresses, rest);
    if (flow == 0) {
      flow = cache.add(addresses, rest);
    } else if (FlowCache.isFor(flow, sa)) {
      return flow;
    }
    FlowCache.sa(flow, sa, 0, SaSlot.serial(sa));
    int source = Integer.reverseBytes((int) addresses);
    int destination = Integer.reverseBytes((int) (addresses >>> 32));
    resolve(flow, sa, source, destination, protocol, ports);
    return flow;
  }

  /** Index of the flow's next hop; -1 while it is not in the neighbour table. */
  int hop(long flow) {
    int hop = FlowCache.hop(flow);
    if (hop == Burst.NO_HOP) {
      hop = forwarding.neighbors().find(FlowCache.port(flow), FlowCache.hopAddress(flow));
      FlowCache.hop(flow, hop);
    }
    return hop;
  }

  private void resolve(long flow, long sa, int source, int destination, int protocol, long ports) {
    int sourcePort = Ipv4.sourcePort(ports);
    int destinationPort = Ipv4.destinationPort(ports);
    if (!Selectors.match(
        InboundSa.selectors(sa), destination, source, protocol, destinationPort, sourcePort)) {
      drop(flow, DropReason.INBOUND_SELECTORS);
      return;
    }
    long nextHop = forwarding.lookup(destination);
    if (NextHop.kind(nextHop) == NextHop.LOCAL) {
      FlowCache.decide(flow, Verdict.PUNT, PuntReason.LOCAL.code(), 0);
      return;
    }
    long match = spd.findOutbound(source, destination, protocol, sourcePort, destinationPort);
    // A policy from anywhere to anywhere matches its own tunnel's packets both ways.
    if (match != Spd.NO_MATCH
        && Spd.action(match) == PolicyAction.PROTECT
        && Spd.reqId(match) != SaSlot.reqId(sa)) {
      FlowCache.decide(flow, Verdict.REENTER, 0, Spd.reqId(match));
      FlowCache.nextHop(flow, 0, Burst.NO_HOP, 0, 0xFFFF);
      return;
    }
    switch (NextHop.kind(nextHop)) {
      case NextHop.ON_LINK, NextHop.GATEWAY -> {
        int port = NextHop.port(nextHop);
        int neighbor = NextHop.neighbor(nextHop, destination);
        boolean clamped = protocol == Ipv4.PROTOCOL_TCP && InboundSa.clampsMss(sa);
        int verdict = clamped ? Verdict.FORWARD_CLAMPED : Verdict.FORWARD;
        FlowCache.decide(flow, verdict, 0, clamped ? tunnelLength(sa, forwarding) : 0);
        FlowCache.nextHop(flow, port, Burst.NO_HOP, neighbor, forwarding.mtu(port));
      }
      case NextHop.NONE -> drop(flow, DropReason.NO_ROUTE);
      default -> drop(flow, DropReason.BAD_ADDRESS);
    }
  }

  /** The longest packet that fits the way back: in place of the flow's reqId. */
  static int tunnelLength(long sa, Forwarding forwarding) {
    if (InboundSa.wireRemote(sa) == 0) {
      long remote = InboundSa.remoteIpv6(sa);
      long back = forwarding.lookup(Ipv6.high(remote), Ipv6.low(remote));
      return RouteTable6.leads(back)
          ? InboundSa.maxInnerLength(sa, forwarding.mtu(RouteTable6.port(back)))
          : 0;
    }
    long back = forwarding.lookup(Integer.reverseBytes(InboundSa.wireRemote(sa)));
    int kind = NextHop.kind(back);
    boolean known = kind == NextHop.ON_LINK || kind == NextHop.GATEWAY;
    return known ? InboundSa.maxInnerLength(sa, forwarding.mtu(NextHop.port(back))) : 0;
  }

  private static void drop(long flow, DropReason reason) {
    FlowCache.decide(flow, Verdict.DROP, reason.code(), 0);
  }
}
