package io.yett.dataplane.classify;

import io.yett.dataplane.control.PuntReason;
import io.yett.dataplane.counters.DropReason;
import io.yett.dataplane.counters.LaneCounters;
import io.yett.dataplane.fragment.Linearizer;
import io.yett.dataplane.packet.Burst;
import io.yett.dataplane.packet.Checksum;
import io.yett.dataplane.packet.Esp;
import io.yett.dataplane.packet.Ethernet;
import io.yett.dataplane.packet.Event;
import io.yett.dataplane.packet.Ipv4;
import io.yett.dataplane.packet.Origin;
import io.yett.dataplane.packet.TcpMss;
import io.yett.dataplane.packet.Verdict;
import io.yett.dataplane.route.Forwarding;
import io.yett.dataplane.spd.FlowCache;
import io.yett.dpdk.Mbuf;
import io.yett.dpdk.Memory;
import java.lang.foreign.Arena;

/**
 * Decides for each packet of a burst whether it is encrypted, decrypted, forwarded, handed up or
 * dropped (RFC 4301 section 5), and writes that to the burst. Owned by the RX stage, which reads
 * headers only; of a packet it changes no more than the TTL of one that is forwarded in clear.
 */
public final class Classifier {
  private final LaneTables tables;
  private final LaneCounters counters;
  private final FlowResolver resolver;
  private final InboundClassifier inbound;
  private final KnownFlows knownFlows;
  private final LookAhead lookAhead;
  private final Linearizer linearizer;
  private final OutboundNumbers numbers;
  private final int lane;
  private final int lanes;

  /**
   * Joins the parts.
   *
   * @param linearizer for packets in several buffers
   * @param checkReversePath drop packets that come by a port that does not lead to their source
   * @param sessionLines which cache lines of a crypto session are worth asking for ahead
   * @param lane number of the lane that this is in, from 0
   * @param lanes how many use the same SAs
   */
  public Classifier(
      Arena arena,
      LaneTables tables,
      LaneCounters counters,
      Linearizer linearizer,
      boolean checkReversePath,
      int sessionLines,
      int lane,
      int lanes) {
    this.tables = tables;
    this.counters = counters;
    this.linearizer = linearizer;
    this.resolver = new FlowResolver(tables, checkReversePath);
    this.inbound = new InboundClassifier(tables, lane, lanes > 1);
    this.numbers = new OutboundNumbers(lanes > 1);
    this.lane = lane;
    this.lanes = lanes;
    this.knownFlows = new KnownFlows(tables, inbound);
    this.lookAhead = new LookAhead(arena, tables, sessionLines);
  }

  /** Judges all packets of a burst. */
  public void classify(Burst burst) {
    Forwarding forwarding = tables.forwarding();
    burst.judgeBy(tables.spd(), forwarding);
    if (burst.flowsKnown()) {
      burst.cryptoCount(followFlows(burst));
      return;
    }
    int port = burst.ingressPort();
    long wireMac = Origin.isPort(port) ? forwarding.wireMac(port) : 0;
    if (tables.hasManySas()) {
      lookAhead.ask(burst);
    }
    knownFlows.begin(burst, wireMac);
    for (int i = 0, n = burst.count(); i < n; i++) {
      long entry = burst.entry(i);
      if (!knownFlows.read(burst, i, entry)) {
        classify(burst, i, entry, wireMac);
      }
    }
    burst.cryptoCount(decide(burst, wireMac));
  }

  /**
   * Looks at the flows of what is pending, and gives numbers to what is encrypted: all packets of
   * one SA that follow one another at once. Returns how many packets are encrypted or decrypted.
   */
  private int decide(Burst burst, long wireMac) {
    int crypto = 0;
    long runSa = 0;
    int runStart = 0;
    long runOctets = 0;
    int count = burst.count();
    for (int i = 0; i < count; i++) {
      long entry = burst.entry(i);
      int verdict = Burst.verdict(entry);
      if (verdict == Verdict.PENDING) {
        if (!knownFlows.decide(burst, i, entry)) {
          classify(burst, i, entry, wireMac);
        }
        verdict = Burst.verdict(entry);
      }
      long sa = verdict == Verdict.ENCRYPT ? Burst.sa(entry) : 0;
      if (sa != runSa) {
        crypto += numbers.assign(burst, runStart, i, runSa, runOctets);
        runSa = sa;
        runStart = i;
        runOctets = 0;
      }
      runOctets += Burst.l3Length(entry);
      if (verdict == Verdict.DECRYPT || verdict == Verdict.VERIFY) {
        crypto++;
      }
    }
    return crypto + numbers.assign(burst, runStart, count, runSa, runOctets);
  }

  /** Fragments that we made, which go where their packet would have gone. */
  private int followFlows(Burst burst) {
    int crypto = 0;
    for (int i = 0, n = burst.count(); i < n; i++) {
      long entry = burst.entry(i);
      long rest = Burst.sequence(entry);
      long ip = Mbuf.data(burst.mbuf(i)) + Ethernet.HEADER;
      int length = Ipv4.totalLength(ip);
      Burst.l3(entry, Ethernet.HEADER, length);
      transit(burst, entry, ip, length, rest);
      long sa = Burst.verdict(entry) == Verdict.ENCRYPT ? Burst.sa(entry) : 0;
      crypto += numbers.assign(burst, i, i + 1, sa, length);
    }
    return crypto;
  }

  private void classify(Burst burst, int index, long entry, long wireMac) {
    long mbuf = burst.mbuf(index);
    if (Mbuf.segments(mbuf) != 1) {
      mbuf = linearizer.linearize(mbuf);
      if (mbuf == 0) {
        Burst.drop(entry, DropReason.MULTI_SEGMENT);
        return;
      }
      burst.mbuf(index, mbuf);
    }
    int length = Mbuf.dataLength(mbuf);
    if (length < Ethernet.HEADER) {
      Burst.drop(entry, DropReason.RUNT);
      return;
    }
    long frame = Mbuf.data(mbuf);
    int type = Memory.getUnsignedShort(frame + Ethernet.TYPE_OFFSET);
    long destinationMac = Memory.getLong(frame) & Ethernet.MAC_MASK;
    if (destinationMac != wireMac && Origin.isPort(burst.ingressPort())) {
      foreignFrame(entry, type, destinationMac);
    } else if (type == Ethernet.WIRE_IPV4) {
      long ip = frame + Ethernet.HEADER;
      ipv4(burst, index, entry, ip, length - Ethernet.HEADER);
    } else if (type == Ethernet.WIRE_ARP) {
      Burst.verdict(entry, Verdict.PUNT, PuntReason.ARP.code());
    } else {
      Burst.drop(entry, DropReason.UNSUPPORTED_ETHERTYPE);
    }
  }

  /** A frame that is not addressed to us alone: only a broadcast ARP request matters. */
  private static void foreignFrame(long entry, int type, long destinationMac) {
    if (destinationMac == Ethernet.MAC_MASK && type == Ethernet.WIRE_ARP) {
      Burst.verdict(entry, Verdict.PUNT, PuntReason.ARP.code());
    } else {
      Burst.drop(entry, DropReason.OTHER_DESTINATION);
    }
  }

  private void ipv4(Burst burst, int index, long entry, long ip, int available) {
    if (!Ipv4.isWellFormed(ip, available)) {
      Burst.drop(entry, DropReason.BAD_IP_HEADER);
      return;
    }
    int headerLength = Ipv4.headerLength(ip);
    if (!Checksum.isHeaderValid(ip, headerLength)) {
      Burst.drop(entry, DropReason.BAD_IP_CHECKSUM);
      return;
    }
    if (headerLength != Ipv4.HEADER && !Ipv4.areOptionsAllowed(ip, headerLength)) {
      Burst.drop(entry, DropReason.IP_OPTIONS);
      return;
    }
    int length = Ipv4.totalLength(ip);
    Burst.l3(entry, Ethernet.HEADER, length);
    int protocol = Ipv4.protocol(ip);
    if ((Ipv4.wireFlags(ip) & Ipv4.WIRE_FRAGMENT) != 0
        && burst.forwarding().isLocal(Memory.getNetworkInt(ip + Ipv4.DESTINATION))) {
      fragmentToUs(entry, ip, protocol);
      return;
    }
    if ((protocol == Ipv4.PROTOCOL_ESP
            || protocol == Ipv4.PROTOCOL_UDP
            || protocol == Ipv4.PROTOCOL_AH)
        && burst.forwarding().isLocal(Memory.getNetworkInt(ip + Ipv4.DESTINATION))
        && toUs(burst, index, entry, ip, headerLength, protocol)) {
      return;
    }
    long wirePorts = Ipv4.wirePorts(ip, headerLength, length, protocol);
    transit(burst, entry, ip, length, FlowCache.rest(wirePorts, protocol, burst.ingressPort()));
  }

  /** RFC 4303 section 3.4.1: put together before ESP, where all of its packet's fragments meet. */
  private void fragmentToUs(long entry, long ip, int protocol) {
    int meeting = lanes == 1 ? lane : FragmentMeeting.lane(ip, protocol, lanes);
    if (meeting == lane) {
      Burst.verdict(entry, Verdict.REASSEMBLE, 0);
    } else {
      Burst.verdict(entry, Verdict.HAND_OVER, 0);
      Burst.detail(entry, meeting);
    }
  }

  /** ESP, AH or UDP to us. False if it is nothing of IPsec. */
  private boolean toUs(
      Burst burst, int index, long entry, long ip, int headerLength, int protocol) {
    if (protocol == Ipv4.PROTOCOL_ESP) {
      inbound.esp(burst, index, entry, ip, headerLength);
      return true;
    }
    if (protocol == Ipv4.PROTOCOL_AH) {
      inbound.ah(burst, entry, ip, headerLength);
      return true;
    }
    if (Burst.l3Length(entry) < headerLength + Esp.UDP_HEADER) {
      return false;
    }
    int port = Memory.getNetworkShort(ip + headerLength + Esp.UDP_DESTINATION_PORT);
    if (port == Esp.NAT_TRAVERSAL_PORT) {
      inbound.natTraversal(burst, index, entry, ip, headerLength);
      return true;
    }
    if (port == Esp.IKE_PORT) {
      Burst.verdict(entry, Verdict.PUNT, PuntReason.IKE.code());
      return true;
    }
    return false;
  }

  /** {@code rest} is the second half of the flow's key. */
  private void transit(Burst burst, long entry, long ip, int length, long rest) {
    long addresses = Memory.getLong(ip + Ipv4.SOURCE);
    long flow = tables.flowCache().find(addresses, rest);
    if (flow == 0) {
      flow = resolve(burst, addresses, rest);
    }
    if (isEncrypted(FlowCache.verdict(flow)) && !FlowCache.isSaUsable(flow)) {
      int refusal = attachSa(flow, addresses, rest);
      if (refusal != FlowResolver.ATTACHED) {
        refuse(burst, entry, flow, refusal);
        return;
      }
    }
    follow(burst, entry, flow, ip, length, rest);
  }

  /** Does what the flow's entry says. */
  private void follow(Burst burst, long entry, long flow, long ip, int length, long rest) {
    int verdict = FlowCache.verdict(flow);
    boolean encrypt = isEncrypted(verdict);
    if (!encrypt && verdict != Verdict.FORWARD) {
      Burst.verdict(entry, verdict, FlowCache.reason(flow));
      return;
    }
    boolean own = burst.ingressPort() == Origin.OWN;
    if (!own && Memory.getUnsignedByte(ip + Ipv4.TTL) <= 1) {
      Burst.verdict(entry, Verdict.PUNT, PuntReason.TTL_EXCEEDED.code());
      return;
    }
    if (length > FlowCache.maxLength(flow)) {
      tooBig(entry, flow, ip, own, rest);
      return;
    }
    if (verdict == Verdict.ENCRYPT_CLAMPED) {
      TcpMss.clamp(ip, FlowCache.maxLength(flow));
    }
    if (!encrypt) {
      Burst.verdict(entry, Verdict.FORWARD, 0);
      if (!own) {
        Ipv4.decrementTtl(ip);
      }
    } else {
      Burst.verdict(entry, Verdict.ENCRYPT, 0);
      Burst.sa(entry, FlowCache.sa(flow), 0); // its number comes with those of the whole burst
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

  private static boolean isEncrypted(int flowVerdict) {
    return flowVerdict == Verdict.ENCRYPT || flowVerdict == Verdict.ENCRYPT_CLAMPED;
  }

  /** RFC 4301 section 7: cut before encryption, unless DF forbids it; then the sender is told. */
  private static void tooBig(long entry, long flow, long ip, boolean own, long rest) {
    if ((Ipv4.wireFlags(ip) & Ipv4.WIRE_DF) == 0) {
      Burst.verdict(entry, Verdict.FRAGMENT, 0);
      Burst.detail(entry, FlowCache.maxLength(flow));
      Burst.sequence(entry, rest);
      return;
    }
    if (own) {
      Burst.drop(entry, DropReason.TOO_BIG);
      return;
    }
    Burst.verdict(entry, Verdict.PUNT_TOO_BIG, 0);
    Burst.nextHop(entry, FlowCache.port(flow), Burst.NO_HOP);
    Burst.detail(entry, FlowCache.maxLength(flow));
  }

  private static void refuse(Burst burst, long entry, long flow, int reason) {
    Burst.verdict(entry, Verdict.DROP, reason);
    if (reason == DropReason.NO_OUTBOUND_SA.code()) {
      Burst.event(entry, Event.ACQUIRE);
      Burst.nextHop(entry, burst.ingressPort(), FlowCache.reqId(flow));
    }
  }

  private long resolve(Burst burst, long addresses, long rest) {
    long wirePorts = FlowCache.wirePorts(rest);
    counters.countFlowMiss();
    long flow = tables.flowCache().add(addresses, rest);
    resolver.resolve(
        flow,
        burst.ingressPort(),
        Integer.reverseBytes((int) addresses),
        Integer.reverseBytes((int) (addresses >>> 32)),
        FlowCache.protocol(rest),
        Ipv4.sourcePort(wirePorts),
        Ipv4.destinationPort(wirePorts));
    return flow;
  }

  private int attachSa(long flow, long addresses, long rest) {
    long wirePorts = FlowCache.wirePorts(rest);
    return resolver.attachSa(
        flow,
        FlowCache.ingressPort(rest),
        Integer.reverseBytes((int) addresses),
        Integer.reverseBytes((int) (addresses >>> 32)),
        FlowCache.protocol(rest),
        Ipv4.sourcePort(wirePorts),
        Ipv4.destinationPort(wirePorts));
  }
}
