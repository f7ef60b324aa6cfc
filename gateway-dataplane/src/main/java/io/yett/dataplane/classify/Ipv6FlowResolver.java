package io.yett.dataplane.classify;

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
import io.yett.dataplane.sad.OutboundSa;
import io.yett.dataplane.sad.SaSlot;
import io.yett.dataplane.spd.FlowCache;
import io.yett.dataplane.spd.FlowCache6;
import io.yett.dataplane.spd.Selectors6;
import io.yett.dataplane.spd.Spd;

/**
 * What {@link FlowResolver} is for IPv4: searches the ordered SPD and the routes for the first
 * packet of an IPv6 flow, whose key is in its entry already. Owned by the RX stage.
 */
final class Ipv6FlowResolver {
  private static final int MAX_LENGTH = 0xFFFF;

  private final LaneTables tables;
  private final FlowResolver endpoints;
  private final boolean checkReversePath;

  /** {@code endpoints} finds the way to the other end of a tunnel. */
  Ipv6FlowResolver(LaneTables tables, FlowResolver endpoints, boolean checkReversePath) {
    this.tables = tables;
    this.endpoints = endpoints;
    this.checkReversePath = checkReversePath;
  }

  /** Judges a flow whose entry is new. */
  void resolve(long flow, int ingressPort) {
    FlowCache.sa(flow, SaSlot.NONE, 0, 0);
    FlowCache.nextHop(flow, 0, Burst.NO_HOP, 0, MAX_LENGTH);
    long sourceHigh = FlowCache6.sourceHigh(flow);
    long sourceLow = FlowCache6.sourceLow(flow);
    long high = FlowCache6.destinationHigh(flow);
    long low = FlowCache6.destinationLow(flow);
    if (!Ipv6.isForwardable(sourceHigh, sourceLow) || !Ipv6.isForwardable(high, low)) {
      drop(flow, DropReason.BAD_ADDRESS);
      return;
    }
    Forwarding forwarding = tables.forwarding();
    if (ingressPort == Origin.TUNNEL) {
      reenter(flow, find(flow, true));
      return;
    }
    boolean own = ingressPort == Origin.OWN;
    if (!own && isSpoofed(forwarding, ingressPort, sourceHigh, sourceLow)) {
      drop(flow, DropReason.SPOOFED_SOURCE);
      return;
    }
    long nextHop = forwarding.lookup(high, low);
    long match = find(flow, false);
    boolean protect = match != Spd.NO_MATCH && Spd.action(match) == PolicyAction.PROTECT;
    if (protect && !Spd.isInbound(match)) {
      FlowCache.decide(flow, Verdict.ENCRYPT, 0, Spd.reqId(match));
    } else if (own) {
      forward(flow, nextHop, high, low);
    } else if (protect) {
      drop(flow, DropReason.CLEAR_BUT_PROTECTED);
    } else if (RouteTable6.kind(nextHop) == NextHop.LOCAL) {
      FlowCache.decide(flow, Verdict.PUNT, PuntReason.LOCAL.code(), 0);
    } else if (match == Spd.NO_MATCH && tables.defaultPolicy() == PolicyAction.DISCARD) {
      drop(flow, DropReason.NO_POLICY);
    } else if (match != Spd.NO_MATCH && Spd.action(match) == PolicyAction.DISCARD) {
      drop(flow, DropReason.POLICY_DISCARD);
    } else {
      forward(flow, nextHop, high, low);
    }
  }

  private long find(long flow, boolean outbound) {
    long rest = FlowCache6.rest(flow);
    long ports = FlowCache.wirePorts(rest);
    Spd spd = tables.spd();
    long sourceHigh = FlowCache6.sourceHigh(flow);
    long sourceLow = FlowCache6.sourceLow(flow);
    long high = FlowCache6.destinationHigh(flow);
    long low = FlowCache6.destinationLow(flow);
    int protocol = FlowCache.protocol(rest);
    int sourcePort = Ipv4.sourcePort(ports);
    int destinationPort = Ipv4.destinationPort(ports);
    return outbound
        ? spd.findOutbound(sourceHigh, sourceLow, high, low, protocol, sourcePort, destinationPort)
        : spd.find(sourceHigh, sourceLow, high, low, protocol, sourcePort, destinationPort);
  }

  /** What came out of a tunnel was sent here because a policy wants it in another. */
  private static void reenter(long flow, long match) {
    if (match != Spd.NO_MATCH && Spd.action(match) == PolicyAction.PROTECT) {
      FlowCache.decide(flow, Verdict.ENCRYPT, 0, Spd.reqId(match));
    } else {
      drop(flow, DropReason.NO_POLICY);
    }
  }

  /** As {@link FlowResolver#attachSa}. */
  int attachSa(long flow) {
    FlowCache.sa(flow, SaSlot.NONE, 0, 0);
    long sa = tables.outbound(FlowCache.reqId(flow));
    if (sa == 0) {
      return DropReason.NO_OUTBOUND_SA.code();
    }
    if (SaSlot.isExpired(sa)) {
      return DropReason.SA_EXPIRED.code();
    }
    long rest = FlowCache6.rest(flow);
    long ports = FlowCache.wirePorts(rest);
    int protocol = FlowCache.protocol(rest);
    if (!Selectors6.match(
        OutboundSa.selectors(sa),
        FlowCache6.sourceHigh(flow),
        FlowCache6.sourceLow(flow),
        FlowCache6.destinationHigh(flow),
        FlowCache6.destinationLow(flow),
        protocol,
        Ipv4.sourcePort(ports),
        Ipv4.destinationPort(ports))) {
      return DropReason.OUTBOUND_SELECTORS.code();
    }
    if (!endpoints.routeToPeer(flow, sa)) {
      return DropReason.NO_ROUTE.code();
    }
    if (FlowCache.maxLength(flow) < Ipv6.MIN_MTU && !OutboundSa.isOuterIpv6(sa)) {
      // No sender makes smaller packets: those go without DF, to be cut behind the next link.
      int link = tables.forwarding().mtu(FlowCache.port(flow));
      int onLink = OutboundSa.maxInnerLengthOnLink(sa, link);
      FlowCache.maxLength(flow, Math.min(Ipv6.MIN_MTU, onLink));
    }
    boolean clamped = protocol == Ipv4.PROTOCOL_TCP && OutboundSa.clampsMss(sa);
    int verdict = clamped ? Verdict.ENCRYPT_CLAMPED : Verdict.ENCRYPT;
    FlowCache.decide(flow, verdict, 0, FlowCache.reqId(flow));
    FlowCache.sa(flow, sa, OutboundSa.session(sa), SaSlot.serial(sa));
    return FlowResolver.ATTACHED;
  }

  /** Looks again for a neighbour that was not there; returns its index or -1. */
  int findHop(long flow) {
    if (FlowCache.hopAddress(flow) != 0 || FlowResolver.isInIpv6Tunnel(flow)) {
      return endpoints.findHop(flow);
    }
    int hop =
        tables
            .forwarding()
            .neighbors()
            .find(FlowCache.port(flow), FlowCache6.hopHigh(flow), FlowCache6.hopLow(flow));
    FlowCache.hop(flow, hop);
    return hop;
  }

  private void forward(long flow, long nextHop, long high, long low) {
    if (RouteTable6.leads(nextHop)) {
      Forwarding forwarding = tables.forwarding();
      int port = RouteTable6.port(nextHop);
      long neighborHigh = RouteTable6.neighborHigh(nextHop, high);
      long neighborLow = RouteTable6.neighborLow(nextHop, low);
      int hop = forwarding.neighbors().find(port, neighborHigh, neighborLow);
      FlowCache.decide(flow, Verdict.FORWARD, 0, 0);
      FlowCache.nextHop(flow, port, hop, 0, forwarding.mtu(port));
      FlowCache6.hopAddress(flow, neighborHigh, neighborLow);
    } else {
      boolean none = RouteTable6.kind(nextHop) == NextHop.NONE;
      drop(flow, none ? DropReason.NO_ROUTE : DropReason.BAD_ADDRESS);
    }
  }

  /** Strict reverse path forwarding (RFC 3704 section 2.2). */
  private boolean isSpoofed(Forwarding forwarding, int ingressPort, long high, long low) {
    long back = forwarding.lookup(high, low);
    return RouteTable6.kind(back) == NextHop.LOCAL
        || (checkReversePath
            && (!RouteTable6.leads(back) || RouteTable6.port(back) != ingressPort));
  }

  private static void drop(long flow, DropReason reason) {
    FlowCache.decide(flow, Verdict.DROP, reason.code(), 0);
  }
}
