package io.yett.dataplane.classify;

import io.yett.dataplane.control.PuntReason;
import io.yett.dataplane.counters.DropReason;
import io.yett.dataplane.counters.LaneCounters;
import io.yett.dataplane.packet.Burst;
import io.yett.dataplane.packet.Esp;
import io.yett.dataplane.packet.Ethernet;
import io.yett.dataplane.packet.Event;
import io.yett.dataplane.packet.Ipv4;
import io.yett.dataplane.packet.Ipv6;
import io.yett.dataplane.packet.Origin;
import io.yett.dataplane.packet.TcpMss;
import io.yett.dataplane.packet.Verdict;
import io.yett.dataplane.spd.FlowCache;
import io.yett.dpdk.Memory;

/**
 * Judges IPv6 packets (RFC 8200, RFC 4301 section 5): what {@link Classifier} is for IPv4, to which
 * all but this is common. Nothing is cut on the way: what is too big goes back (RFC 8200 section
 * 5). Owned by the RX stage.
 */
final class Ipv6Classifier {
  /** The messages of neighbour discovery (RFC 4861 section 4). */
  private static final int FIRST_DISCOVERY = 133;

  private static final int LAST_DISCOVERY = 137;

  private final LaneTables tables;
  private final LaneCounters counters;
  private final InboundClassifier inbound;
  private final Ipv6FlowResolver resolver;

  /** {@code checkReversePath}: as {@link Classifier} has it. */
  Ipv6Classifier(
      LaneTables tables,
      LaneCounters counters,
      InboundClassifier inbound,
      FlowResolver endpoints,
      boolean checkReversePath) {
    this.tables = tables;
    this.counters = counters;
    this.inbound = inbound;
    this.resolver = new Ipv6FlowResolver(tables, endpoints, checkReversePath);
  }

  /** A packet in a frame to us, of which {@code available} octets are there. */
  void classify(Burst burst, int index, long entry, long ip, int available) {
    if (!Ipv6.isWellFormed(ip, available)) {
      Burst.drop(entry, DropReason.BAD_IP_HEADER);
      return;
    }
    int length = Ipv6.totalLength(ip);
    long walk = Ipv6.walk(ip, length);
    if (walk == Ipv6.MALFORMED) {
      Burst.drop(entry, DropReason.EXTENSION_HEADERS);
      return;
    }
    Burst.l3(entry, Ethernet.HEADER, length);
    boolean linkLocal = Ipv6.isLinkLocal(Ipv6.high(ip + Ipv6.DESTINATION));
    if ((linkLocal || Ipv6.protocol(walk) == Ipv6.PROTOCOL_ICMP)
        && toUs(burst, entry, ip, walk, length, linkLocal)) {
      return;
    }
    if (mayBeIpsec(Ipv6.protocol(walk))
        && !Ipv6.isFragment(walk)
        && isLocal(burst, ip)
        && Origin.isPort(burst.ingressPort())
        && ipsec(burst, index, entry, ip, walk, length)) {
      return;
    }
    long wirePorts = Ipv6.wirePorts(ip, walk, length);
    long rest = FlowCache.rest(wirePorts, Ipv6.protocol(walk), burst.ingressPort());
    transit(burst, entry, ip, length, Ipv6.upperOffset(walk), rest);
  }

  /** A packet in a frame to a multicast group: only what asks for a neighbour matters. */
  void group(Burst burst, long entry, long ip, int available) {
    boolean discovery =
        Ipv6.isWellFormed(ip, available)
            && Ipv6.nextHeader(ip) == Ipv6.PROTOCOL_ICMP
            && Ipv6.isMulticast(Ipv6.high(ip + Ipv6.DESTINATION))
            && isDiscovery(ip, Ipv6.HEADER, Ipv6.totalLength(ip))
            && burst.forwarding().hasIpv6();
    if (discovery) {
      Burst.verdict(entry, Verdict.PUNT, PuntReason.NEIGHBOR_DISCOVERY.code());
    } else {
      Burst.drop(entry, DropReason.OTHER_DESTINATION);
    }
  }

  private static boolean isDiscovery(long ip, int offset, int length) {
    if (length <= offset) {
      return false;
    }
    int type = Memory.getUnsignedByte(ip + offset);
    return type >= FIRST_DISCOVERY && type <= LAST_DISCOVERY;
  }

  /**
   * What no policy is asked about: neighbour discovery, without which there is no link, and what
   * stays on the link. False if it is neither.
   */
  private static boolean toUs(
      Burst burst, long entry, long ip, long walk, int length, boolean linkLocal) {
    boolean local = isLocal(burst, ip);
    if (linkLocal && (!local || !Origin.isPort(burst.ingressPort()))) {
      Burst.drop(entry, DropReason.BAD_ADDRESS);
      return true;
    }
    if (!local || !Origin.isPort(burst.ingressPort())) {
      return false;
    }
    boolean icmp = Ipv6.protocol(walk) == Ipv6.PROTOCOL_ICMP && !Ipv6.isFragment(walk);
    if (icmp && isDiscovery(ip, Ipv6.upperOffset(walk), length)) {
      Burst.verdict(entry, Verdict.PUNT, PuntReason.NEIGHBOR_DISCOVERY.code());
      return true;
    }
    if (linkLocal) {
      Burst.verdict(entry, Verdict.PUNT, PuntReason.LOCAL.code());
    }
    return linkLocal;
  }

  private static boolean mayBeIpsec(int protocol) {
    return protocol == Ipv4.PROTOCOL_ESP || protocol == Ipv4.PROTOCOL_UDP;
  }

  private static boolean isLocal(Burst burst, long ip) {
    long destination = ip + Ipv6.DESTINATION;
    return burst
        .forwarding()
        .isLocal(Memory.getLong(destination), Memory.getLong(destination + Long.BYTES));
  }

  /** ESP or UDP to us. False if it is nothing of IPsec. */
  private boolean ipsec(Burst burst, int index, long entry, long ip, long walk, int length) {
    int offset = Ipv6.upperOffset(walk);
    if (Ipv6.protocol(walk) == Ipv4.PROTOCOL_ESP) {
      inbound.esp(burst, index, entry, ip, offset);
      return true;
    }
    if (length < offset + Esp.UDP_HEADER) {
      return false;
    }
    int port = Memory.getNetworkShort(ip + offset + Esp.UDP_DESTINATION_PORT);
    if (port == Esp.NAT_TRAVERSAL_PORT) {
      inbound.natTraversal(burst, index, entry, ip, offset);
      return true;
    }
    if (port == Esp.IKE_PORT) {
      Burst.verdict(entry, Verdict.PUNT, PuntReason.IKE.code());
      return true;
    }
    return false;
  }

  private void transit(Burst burst, long entry, long ip, int length, int upperOffset, long rest) {
    long addresses = ip + Ipv6.SOURCE;
    long flow = tables.flowCache6().find(addresses, rest);
    if (flow == 0) {
      counters.countFlowMiss();
      flow = tables.flowCache6().add(addresses, rest);
      resolver.resolve(flow, burst.ingressPort());
    }
    if (isEncrypted(FlowCache.verdict(flow)) && !FlowCache.isSaUsable(flow)) {
      int refusal = resolver.attachSa(flow);
      if (refusal != FlowResolver.ATTACHED) {
        refuse(burst, entry, flow, refusal);
        return;
      }
    }
    follow(burst, entry, flow, ip, length, upperOffset);
  }

  private static boolean isEncrypted(int verdict) {
    return verdict == Verdict.ENCRYPT || verdict == Verdict.ENCRYPT_CLAMPED;
  }

  private static void refuse(Burst burst, long entry, long flow, int reason) {
    Burst.verdict(entry, Verdict.DROP, reason);
    if (reason == DropReason.NO_OUTBOUND_SA.code()) {
      Burst.event(entry, Event.ACQUIRE);
      Burst.nextHop(entry, burst.ingressPort(), FlowCache.reqId(flow));
    }
  }

  /** Does what the flow's entry says. */
  private void follow(Burst burst, long entry, long flow, long ip, int length, int upperOffset) {
    int verdict = FlowCache.verdict(flow);
    boolean encrypt = isEncrypted(verdict);
    if (!encrypt && verdict != Verdict.FORWARD) {
      Burst.verdict(entry, verdict, FlowCache.reason(flow));
      return;
    }
    boolean own = burst.ingressPort() == Origin.OWN;
    if (!own && Ipv6.hopLimit(ip) <= 1) {
      Burst.verdict(entry, Verdict.PUNT, PuntReason.TTL_EXCEEDED.code());
      return;
    }
    if (length > FlowCache.maxLength(flow)) {
      tooBig(entry, flow, own);
      return;
    }
    if (verdict == Verdict.ENCRYPT_CLAMPED) {
      TcpMss.clampIpv6(ip, upperOffset, length, FlowCache.maxLength(flow));
    }
    if (encrypt) {
      Burst.verdict(entry, Verdict.ENCRYPT, 0);
      Burst.sa(entry, FlowCache.sa(flow), 0); // its number comes with those of the whole burst
    } else {
      Burst.verdict(entry, Verdict.FORWARD, 0);
      if (!own) {
        Ipv6.decrementHopLimit(ip);
      }
    }
    int hop = FlowCache.hop(flow);
    if (hop == Burst.NO_HOP) {
      hop = resolver.findHop(flow);
    }
    if (hop == Burst.NO_HOP) {
      Burst.addFlag(entry, Burst.FLAG_UNRESOLVED);
      hop = FlowCache.hopAddress(flow);
    }
    Burst.nextHop(entry, FlowCache.port(flow), hop);
  }

  private static void tooBig(long entry, long flow, boolean own) {
    int mtu = FlowCache.maxLength(flow);
    if (own || mtu < Ipv6.MIN_MTU) { // no sender makes its packets smaller than that
      Burst.drop(entry, DropReason.TOO_BIG);
      return;
    }
    Burst.verdict(entry, Verdict.PUNT_TOO_BIG, 0);
    Burst.nextHop(entry, FlowCache.port(flow), Burst.NO_HOP);
    Burst.detail(entry, mtu);
  }
}
