package io.yett.dataplane.esp;

import io.yett.dataplane.control.PuntReason;
import io.yett.dataplane.counters.DropReason;
import io.yett.dataplane.packet.Burst;
import io.yett.dataplane.packet.Ethernet;
import io.yett.dataplane.packet.Ipv4;
import io.yett.dataplane.packet.Ipv6;
import io.yett.dataplane.packet.TcpMss;
import io.yett.dataplane.packet.Verdict;
import io.yett.dataplane.spd.FlowCache;
import io.yett.dpdk.Mbuf;

/**
 * What {@link EspInbound} does with a decrypted packet of next header 41: checks the IPv6 packet,
 * its selectors and congestion mark, and finds its next hop. Nothing is cut. Owned by the thread of
 * its ESP stage.
 */
final class InnerIpv6Inbound {
  private final InboundFlows6 flows;
  private final InboundFlows6.TunnelLength tunnelLength;

  InnerIpv6Inbound(InboundFlows6 flows, InboundFlows6.TunnelLength tunnelLength) {
    this.flows = flows;
    this.tunnelLength = tunnelLength;
  }

  /**
   * Judges a packet whose padding and next header are good.
   *
   * @param ip address of the inner packet
   * @param payload octets of it at most
   * @param outerTos the outer header's TOS or traffic class
   */
  void finish(Burst burst, long mbuf, long entry, long ip, int payload, int outerTos) {
    if (!Ipv6.isWellFormed(ip, payload)) {
      reject(entry, DropReason.INNER_BAD_HEADER);
      return;
    }
    int length = Ipv6.totalLength(ip);
    long walk = Ipv6.walk(ip, length);
    if (walk == Ipv6.MALFORMED) {
      reject(entry, DropReason.EXTENSION_HEADERS);
      return;
    }
    long flow = flows.find(burst, Burst.sa(entry), ip, walk, tunnelLength);
    if (FlowCache.verdict(flow) == Verdict.DROP) {
      Burst.replaceVerdict(entry, Verdict.DROP, FlowCache.reason(flow));
      return;
    }
    int innerClass = Ipv6.trafficClass(ip);
    int ecn = Ecn.decapsulate(innerClass, outerTos);
    if (ecn == Ecn.DROP) {
      reject(entry, DropReason.ECN_CONGESTION);
      return;
    }
    if (ecn != (innerClass & Ipv4.ECN_MASK)) {
      Ipv6.setEcn(ip, ecn);
    }
    Mbuf.dataOffset(mbuf, (int) (ip - Mbuf.buffer(mbuf)) - Ethernet.HEADER);
    Mbuf.length(mbuf, Ethernet.HEADER + length);
    Burst.l3(entry, Ethernet.HEADER, length);
    follow(burst, entry, flow, ip, length, Ipv6.upperOffset(walk));
  }

  /** Does what the flow's entry says. */
  private void follow(Burst burst, long entry, long flow, long ip, int length, int upperOffset) {
    int verdict = FlowCache.verdict(flow);
    boolean forward = verdict == Verdict.FORWARD || verdict == Verdict.FORWARD_CLAMPED;
    if (!forward || Ipv6.hopLimit(ip) <= 1 || length > FlowCache.maxLength(flow)) {
      long wireMac = burst.forwarding().wireMac(burst.ingressPort());
      Ethernet.writeIpv6Header(ip - Ethernet.HEADER, wireMac, 0);
      handUp(entry, flow, ip);
      return;
    }
    if (verdict == Verdict.FORWARD_CLAMPED) {
      TcpMss.clampIpv6(ip, upperOffset, length, FlowCache.reqId(flow));
    }
    Ipv6.decrementHopLimit(ip);
    Burst.replaceVerdict(entry, Verdict.FORWARD, 0);
    int hop = flows.hop(flow);
    if (hop == Burst.NO_HOP) {
      Burst.addFlag(entry, Burst.FLAG_UNRESOLVED);
    } else if (burst.forwarding().neighbors().writeHeader(hop, ip - Ethernet.HEADER)) {
      Burst.addFlag(entry, Burst.FLAG_FRAMED);
    }
    Burst.nextHop(entry, FlowCache.port(flow), hop);
  }

  /** What becomes of a packet that does not go on to the next hop. */
  private static void handUp(long entry, long flow, long ip) {
    int verdict = FlowCache.verdict(flow);
    if (verdict == Verdict.PUNT) {
      Burst.replaceVerdict(entry, Verdict.PUNT, FlowCache.reason(flow));
    } else if (Ipv6.hopLimit(ip) <= 1) {
      Burst.replaceVerdict(entry, Verdict.PUNT, PuntReason.TTL_EXCEEDED.code());
    } else if (verdict == Verdict.REENTER) { // the other tunnel takes the hop off the hop limit
      Burst.replaceVerdict(entry, Verdict.REENTER, 0);
    } else {
      Burst.replaceVerdict(entry, Verdict.PUNT_TOO_BIG, 0);
      Burst.detail(entry, FlowCache.maxLength(flow));
    }
  }

  /** The packet falls, but its sequence number counts as received. */
  private static void reject(long entry, DropReason reason) {
    Burst.replaceVerdict(entry, Verdict.DROP, reason.code());
  }
}
