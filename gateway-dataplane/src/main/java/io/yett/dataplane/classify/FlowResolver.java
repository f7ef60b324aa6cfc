package io.yett.dataplane.classify;

import io.yett.dataplane.control.PuntReason;
import io.yett.dataplane.counters.DropReason;
import io.yett.dataplane.packet.Ipv4;
import io.yett.dataplane.packet.Origin;
import io.yett.dataplane.packet.Verdict;
import io.yett.dataplane.route.Forwarding;
import io.yett.dataplane.route.NextHop;
import io.yett.dataplane.sachannel.PolicyAction;
import io.yett.dataplane.sad.OutboundSa;
import io.yett.dataplane.sad.SaMode;
import io.yett.dataplane.sad.SaSlot;
import io.yett.dataplane.spd.FlowCache;
import io.yett.dataplane.spd.Selectors;
import io.yett.dataplane.spd.Spd;

/**
 * The slow path of classification: searches the ordered SPD (RFC 4301 section 5.1) and the routes
 * for the first packet of a flow, and writes what it found to the flow's entry. Owned by the RX
 * stage.
 */
final class FlowResolver {
  /** {@link #attachSa}: the flow has a usable SA. */
  static final int ATTACHED = -1;

  private static final int MAX_LENGTH = 0xFFFF;

  private final LaneTables tables;
  private final boolean checkReversePath;

  FlowResolver(LaneTables tables, boolean checkReversePath) {
    this.tables = tables;
    this.checkReversePath = checkReversePath;
  }

  /** Judges a flow whose entry is new. Addresses and ports are in host order. */
  void resolve(
      long flow,
      int ingressPort,
      int source,
      int destination,
      int protocol,
      int sourcePort,
      int destinationPort) {
    FlowCache.sa(flow, SaSlot.NONE, 0, 0);
    if (!isForwardable(source) || !isForwardable(destination)) {
      drop(flow, DropReason.BAD_ADDRESS);
      return;
    }
    Forwarding forwarding = tables.forwarding();
    if (ingressPort == Origin.TUNNEL) {
      reenter(flow, source, destination, protocol, sourcePort, destinationPort);
      return;
    }
    boolean own = ingressPort == Origin.OWN;
    if (!own && isSpoofed(forwarding, ingressPort, source)) {
      drop(flow, DropReason.SPOOFED_SOURCE);
      return;
    }
    long nextHop = forwarding.lookup(destination);
    long match = tables.spd().find(source, destination, protocol, sourcePort, destinationPort);
    boolean protect = match != Spd.NO_MATCH && Spd.action(match) == PolicyAction.PROTECT;
    if (own) {
      if (protect && !Spd.isInbound(match)) {
        FlowCache.decide(flow, Verdict.ENCRYPT, 0, Spd.reqId(match));
      } else {
        forward(flow, nextHop, destination);
      }
    } else if (protect) {
      protect(flow, match);
    } else if (NextHop.kind(nextHop) == NextHop.LOCAL) {
      FlowCache.decide(flow, Verdict.PUNT, PuntReason.LOCAL.code(), 0);
      FlowCache.nextHop(flow, ingressPort, 0, 0, MAX_LENGTH);
    } else if (match == Spd.NO_MATCH && tables.defaultPolicy() == PolicyAction.DISCARD) {
      drop(flow, DropReason.NO_POLICY);
    } else if (match != Spd.NO_MATCH && Spd.action(match) == PolicyAction.DISCARD) {
      drop(flow, DropReason.POLICY_DISCARD);
    } else {
      forward(flow, nextHop, destination);
    }
  }

  /** What came out of a tunnel was sent here because a policy wants it in another. */
  private void reenter(
      long flow, int source, int destination, int protocol, int sourcePort, int destinationPort) {
    long match =
        tables.spd().findOutbound(source, destination, protocol, sourcePort, destinationPort);
    if (match != Spd.NO_MATCH && Spd.action(match) == PolicyAction.PROTECT) {
      FlowCache.decide(flow, Verdict.ENCRYPT, 0, Spd.reqId(match));
    } else {
      drop(flow, DropReason.NO_POLICY);
    }
  }

  private static void protect(long flow, long match) {
    if (Spd.isInbound(match)) {
      drop(flow, DropReason.CLEAR_BUT_PROTECTED);
    } else {
      FlowCache.decide(flow, Verdict.ENCRYPT, 0, Spd.reqId(match));
    }
  }

  /**
   * Gives a protected flow the SA that its reqId uses now. Returns {@link #ATTACHED}, or the
   * ordinal of the reason to drop the packet; the next packet tries again.
   */
  int attachSa(
      long flow,
      int ingressPort,
      int source,
      int destination,
      int protocol,
      int sourcePort,
      int destinationPort) {
    FlowCache.sa(flow, SaSlot.NONE, 0, 0);
    long sa = tables.outbound(FlowCache.reqId(flow));
    if (sa == 0) {
      return DropReason.NO_OUTBOUND_SA.code();
    }
    if (SaSlot.isExpired(sa)) {
      return DropReason.SA_EXPIRED.code();
    }
    boolean transport = SaMode.isTransport(OutboundSa.mode(sa));
    if (transport && ingressPort != Origin.OWN) {
      return DropReason.NOT_OWN.code();
    }
    if (!Selectors.match(
        OutboundSa.selectors(sa), source, destination, protocol, sourcePort, destinationPort)) {
      return DropReason.OUTBOUND_SELECTORS.code();
    }
    Forwarding forwarding = tables.forwarding();
    int remote = OutboundSa.remote(sa);
    long nextHop = forwarding.lookup(remote);
    int kind = NextHop.kind(nextHop);
    if (kind != NextHop.ON_LINK && kind != NextHop.GATEWAY) {
      return DropReason.NO_ROUTE.code();
    }
    int port = NextHop.port(nextHop);
    int neighbor = NextHop.neighbor(nextHop, remote);
    int hop = forwarding.neighbors().find(port, neighbor);
    // In transport mode whole packets are protected, and cut afterwards (RFC 4303 section 3.1.1).
    int maxLength = transport ? MAX_LENGTH : OutboundSa.maxInnerLength(sa, forwarding.mtu(port));
    FlowCache.nextHop(flow, port, hop, neighbor, maxLength);
    boolean clamped = protocol == Ipv4.PROTOCOL_TCP && OutboundSa.clampsMss(sa);
    int verdict = clamped ? Verdict.ENCRYPT_CLAMPED : Verdict.ENCRYPT;
    FlowCache.decide(flow, verdict, 0, FlowCache.reqId(flow));
    FlowCache.sa(flow, sa, OutboundSa.session(sa), SaSlot.serial(sa));
    return ATTACHED;
  }

  /** Looks again for a neighbour that was not there; returns its index or -1. */
  int findHop(long flow) {
    int hop =
        tables.forwarding().neighbors().find(FlowCache.port(flow), FlowCache.hopAddress(flow));
    FlowCache.hop(flow, hop);
    return hop;
  }

  private void forward(long flow, long nextHop, int destination) {
    Forwarding forwarding = tables.forwarding();
    switch (NextHop.kind(nextHop)) {
      case NextHop.ON_LINK, NextHop.GATEWAY -> {
        int port = NextHop.port(nextHop);
        int neighbor = NextHop.neighbor(nextHop, destination);
        int hop = forwarding.neighbors().find(port, neighbor);
        FlowCache.decide(flow, Verdict.FORWARD, 0, 0);
        FlowCache.nextHop(flow, port, hop, neighbor, forwarding.mtu(port));
      }
      case NextHop.NONE -> drop(flow, DropReason.NO_ROUTE);
      default -> drop(flow, DropReason.BAD_ADDRESS);
    }
  }

  /** Strict reverse path forwarding (RFC 3704 section 2.2). */
  private boolean isSpoofed(Forwarding forwarding, int ingressPort, int source) {
    if (forwarding.isLocal(source)) {
      return true;
    }
    long back = forwarding.lookup(source);
    int kind = NextHop.kind(back);
    return checkReversePath
        && ((kind != NextHop.ON_LINK && kind != NextHop.GATEWAY)
            || NextHop.port(back) != ingressPort);
  }

  /** False for this network, loopback, multicast and reserved addresses (RFC 1812 §5.3.7). */
  private static boolean isForwardable(int address) {
    int first = address >>> 24;
    return first != 0 && first != 127 && first < 224;
  }

  private static void drop(long flow, DropReason reason) {
    FlowCache.decide(flow, Verdict.DROP, reason.code(), 0);
  }
}
