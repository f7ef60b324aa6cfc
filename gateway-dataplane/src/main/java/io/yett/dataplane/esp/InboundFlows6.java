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
import io.yett.dataplane.spd.FlowCache6;
import io.yett.dataplane.spd.Selectors6;
import io.yett.dataplane.spd.Spd;

/**
 * What becomes of decrypted IPv6 packets of a flow: {@link InboundFlows} for IPv6. A worker's own.
 */
final class InboundFlows6 {
  private final FlowCache6 cache;
  private Spd spd;
  private Forwarding forwarding;

  InboundFlows6(FlowCache6 cache) {
    this.cache = cache;
  }

  /**
   * The entry of a valid inner packet's flow: verdict and reason, next hop, longest packet.
   *
   * @param walk of {@link Ipv6#walk}
   * @param tunnelLength the longest packet that fits the way back through a tunnel like that SA's
   */
  long find(Burst burst, long sa, long ip, long walk, TunnelLength tunnelLength) {
    if (burst.spd() != spd || burst.forwarding() != forwarding) {
      spd = burst.spd();
      forwarding = burst.forwarding();
      cache.clear();
    }
    long ports = Ipv6.wirePorts(ip, walk, Ipv6.totalLength(ip));
    long rest = FlowCache.rest(ports, Ipv6.protocol(walk), Origin.TUNNEL);
    long flow = cache.find(ip + Ipv6.SOURCE, rest);
    if (flow == 0) {
      flow = cache.add(ip + Ipv6.SOURCE, rest);
    } else if (FlowCache.isFor(flow, sa)) {
      return flow;
    }
    FlowCache.sa(flow, sa, 0, SaSlot.serial(sa));
    FlowCache.nextHop(flow, 0, Burst.NO_HOP, 0, 0xFFFF);
    resolve(flow, sa, rest, tunnelLength);
    return flow;
  }

  /** Computes that length, over the routes of the burst. */
  @FunctionalInterface
  interface TunnelLength {
    int of(long sa, Forwarding forwarding);
  }

  /** Index of the flow's next hop; -1 while it is not in the neighbour table. */
  int hop(long flow) {
    int hop = FlowCache.hop(flow);
    if (hop == Burst.NO_HOP) {
      hop =
          forwarding
              .neighbors()
              .find(FlowCache.port(flow), FlowCache6.hopHigh(flow), FlowCache6.hopLow(flow));
      FlowCache.hop(flow, hop);
    }
    return hop;
  }

  private void resolve(long flow, long sa, long rest, TunnelLength tunnelLength) {
    long sourceHigh = FlowCache6.sourceHigh(flow);
    long sourceLow = FlowCache6.sourceLow(flow);
    long high = FlowCache6.destinationHigh(flow);
    long low = FlowCache6.destinationLow(flow);
    int protocol = FlowCache.protocol(rest);
    int sourcePort = Ipv4.sourcePort(FlowCache.wirePorts(rest));
    int destinationPort = Ipv4.destinationPort(FlowCache.wirePorts(rest));
    if (!Selectors6.match(
        InboundSa.selectors(sa),
        high,
        low,
        sourceHigh,
        sourceLow,
        protocol,
        destinationPort,
        sourcePort)) {
      drop(flow, DropReason.INBOUND_SELECTORS);
      return;
    }
    if (!Ipv6.isForwardable(sourceHigh, sourceLow) || !Ipv6.isForwardable(high, low)) {
      drop(flow, DropReason.BAD_ADDRESS);
      return;
    }
    long nextHop = forwarding.lookup(high, low);
    if (RouteTable6.kind(nextHop) == NextHop.LOCAL) {
      FlowCache.decide(flow, Verdict.PUNT, PuntReason.LOCAL.code(), 0);
      return;
    }
    long match =
        spd.findOutbound(sourceHigh, sourceLow, high, low, protocol, sourcePort, destinationPort);
    // A policy from anywhere to anywhere matches its own tunnel's packets both ways.
    if (match != Spd.NO_MATCH
        && Spd.action(match) == PolicyAction.PROTECT
        && Spd.reqId(match) != SaSlot.reqId(sa)) {
      FlowCache.decide(flow, Verdict.REENTER, 0, Spd.reqId(match));
    } else if (RouteTable6.leads(nextHop)) {
      int port = RouteTable6.port(nextHop);
      boolean clamped = protocol == Ipv4.PROTOCOL_TCP && InboundSa.clampsMss(sa);
      int verdict = clamped ? Verdict.FORWARD_CLAMPED : Verdict.FORWARD;
      FlowCache.decide(flow, verdict, 0, clamped ? tunnelLength.of(sa, forwarding) : 0);
      FlowCache.nextHop(flow, port, Burst.NO_HOP, 0, forwarding.mtu(port));
      FlowCache6.hopAddress(
          flow, RouteTable6.neighborHigh(nextHop, high), RouteTable6.neighborLow(nextHop, low));
    } else {
      boolean none = RouteTable6.kind(nextHop) == NextHop.NONE;
      drop(flow, none ? DropReason.NO_ROUTE : DropReason.BAD_ADDRESS);
    }
  }

  private static void drop(long flow, DropReason reason) {
    FlowCache.decide(flow, Verdict.DROP, reason.code(), 0);
  }
}
