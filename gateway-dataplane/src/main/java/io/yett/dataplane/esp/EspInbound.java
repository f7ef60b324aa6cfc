package io.yett.dataplane.esp;

import io.yett.dataplane.control.PuntReason;
import io.yett.dataplane.counters.DropReason;
import io.yett.dataplane.packet.Burst;
import io.yett.dataplane.packet.Esp;
import io.yett.dataplane.packet.Ethernet;
import io.yett.dataplane.packet.Ipv4;
import io.yett.dataplane.packet.TcpMss;
import io.yett.dataplane.packet.Verdict;
import io.yett.dataplane.sad.InboundSa;
import io.yett.dataplane.sad.SaMode;
import io.yett.dataplane.spd.FlowCache;
import io.yett.dpdk.CryptoOp;
import io.yett.dpdk.Mbuf;
import io.yett.dpdk.Memory;

/**
 * Inbound ESP in tunnel mode (RFC 4303 section 3.4): prepare decryption in place; once the ICV is
 * known to be good, check padding, next header, inner packet, selectors (RFC 4301 section 5.2) and
 * congestion marks, and find the next hop.
 */
final class EspInbound {
  private final InboundFlows flows;
  private final KnownInbound known;

  EspInbound(InboundFlows flows) {
    this.flows = flows;
    this.known = new KnownInbound(flows);
  }

  /** Prepares a packet's operation. False if it cannot be; the entry then says why. */
  static boolean prepare(long mbuf, long entry, long op) {
    long rearm = Mbuf.rearm(mbuf);
    if (!Mbuf.hasOneOwner(rearm)) {
      Burst.drop(entry, DropReason.SHARED_BUFFER);
      return false;
    }
    long sa = Burst.sa(entry);
    int offset = Burst.l3Offset(entry) + Burst.detail(entry);
    int ciphertext = ciphertext(entry);
    long payload = Mbuf.buffer(mbuf) + Mbuf.rearmDataOffset(rearm) + offset;
    CryptoOp.resetStatus(op);
    CryptoOp.source(op, mbuf);
    CryptoOp.session(op, InboundSa.session(sa));
    if (InboundSa.mode(sa) != SaMode.COMBINED) {
      OtherModes.open(op, sa, offset, ciphertext, payload, Burst.sequence(entry));
      return true;
    }
    CombinedMode.prepare(op, offset, ciphertext, payload);
    long esp = payload - CombinedMode.IV - Esp.HEADER;
    CombinedMode.nonce(
        op,
        InboundSa.salt(sa),
        Memory.getLong(esp + Esp.HEADER),
        Memory.getInt(esp),
        Memory.getInt(esp + Esp.SEQUENCE),
        Burst.sequence(entry),
        InboundSa.isEsn(sa));
    return true;
  }

  /**
   * Asks for the flow entries of decrypted packets all at once, so that the waits overlap: their
   * number is more than the nearest cache holds. A wrong guess costs a cache line.
   *
   * @param indexes of the packets in the burst
   * @param places room for an address of each
   */
  void ask(Burst burst, byte[] indexes, int count, long places) {
    for (int i = 0; i < count; i++) {
      long entry = burst.entry(indexes[i]);
      long ip = Mbuf.data(burst.mbuf(indexes[i])) + Burst.l3Offset(entry) + headers(entry);
      Memory.putLong(places + 8L * i, flows.home(ip));
    }
    Mbuf.prefetch(places, count, 0);
  }

  /** Judges a packet whose ICV is good, and sends it on its way. */
  void finish(Burst burst, long mbuf, long entry) {
    if (known.finish(burst, mbuf, entry)) {
      return;
    }
    Burst.addFlag(entry, Burst.FLAG_AUTHENTICATED);
    long outer = Mbuf.data(mbuf) + Burst.l3Offset(entry);
    int length = ciphertext(entry);
    long inner = outer + headers(entry);
    int payload = payloadLength(inner, length);
    if (payload < 0) {
      reject(entry, DropReason.BAD_PADDING);
      return;
    }
    int nextHeader = Memory.getUnsignedByte(inner + length - 1);
    if (SaMode.isTransport(InboundSa.mode(Burst.sa(entry)))) {
      TransportInbound.finish(burst, mbuf, entry, outer, inner, payload, nextHeader);
      return;
    }
    if (nextHeader != Ipv4.PROTOCOL_IPV4) {
      reject(
          entry,
          nextHeader == Ipv4.PROTOCOL_NO_NEXT ? DropReason.DUMMY : DropReason.BAD_NEXT_HEADER);
      return;
    }
    finishTunnel(burst, mbuf, entry, outer, inner, payload);
  }

  /**
   * Judges an authentic packet of a tunnel, and sends it on its way.
   *
   * @param outer address of the outer IP header
   * @param payload octets of the inner packet and what may be behind it
   */
  void finishTunnel(Burst burst, long mbuf, long entry, long outer, long inner, int payload) {
    DropReason refusal = checkInner(inner, payload);
    if (refusal != null) {
      reject(entry, refusal);
      return;
    }
    long flow = flows.find(burst, Burst.sa(entry), inner);
    if (FlowCache.verdict(flow) == Verdict.DROP) {
      Burst.replaceVerdict(entry, Verdict.DROP, FlowCache.reason(flow));
      return;
    }
    if (!takeCongestionMark(outer, inner)) {
      reject(entry, DropReason.ECN_CONGESTION);
      return;
    }
    int innerLength = Ipv4.totalLength(inner);
    int frameOffset = (int) (inner - Mbuf.buffer(mbuf)) - Ethernet.HEADER;
    Mbuf.dataOffset(mbuf, frameOffset);
    Mbuf.length(mbuf, Ethernet.HEADER + innerLength);
    Burst.l3(entry, Ethernet.HEADER, innerLength);
    follow(burst, entry, flow, inner, innerLength);
  }

  /** Gives a packet that is handed up the frame in which it might have come. */
  static void frameAsReceived(Burst burst, long ip) {
    long wireMac = burst.forwarding().wireMac(burst.ingressPort());
    Ethernet.writeIpv4Header(ip - Ethernet.HEADER, wireMac, 0);
  }

  /** Octets from the outer IP header to the ciphertext, from what the classifier found. */
  static int headers(long entry) {
    return Burst.detail(entry);
  }

  /** Octets of ciphertext, likewise. */
  static int ciphertext(long entry) {
    return Burst.l3Length(entry) - headers(entry);
  }

  /** Octets before the padding; -1 if the padding's length or content is wrong. */
  private static int payloadLength(long payload, int length) {
    int padding = Memory.getUnsignedByte(payload + length - Esp.TRAILER);
    int payloadLength = length - Esp.TRAILER - padding;
    if (payloadLength < 0) {
      return -1;
    }
    for (int i = 0; i < padding; i++) {
      if (Memory.getUnsignedByte(payload + payloadLength + i) != i + 1) {
        return -1;
      }
    }
    return payloadLength;
  }

  /** Checks the inner packet's header against its room; null if it is good. */
  private static DropReason checkInner(long inner, int payload) {
    if (!Ipv4.isValid(inner, payload)) {
      return DropReason.INNER_BAD_HEADER;
    }
    int headerLength = Ipv4.headerLength(inner);
    if (headerLength != Ipv4.HEADER && !Ipv4.areOptionsAllowed(inner, headerLength)) {
      return DropReason.IP_OPTIONS;
    }
    return null;
  }

  /** Copies the tunnel's congestion mark to the inner packet; false if it cannot carry it. */
  private static boolean takeCongestionMark(long outer, long inner) {
    int innerTos = Memory.getUnsignedByte(inner + Ipv4.TOS);
    int ecn = Ecn.decapsulate(innerTos, Memory.getUnsignedByte(outer + Ipv4.TOS));
    if (ecn == Ecn.DROP) {
      return false;
    }
    if (ecn != (innerTos & Ipv4.ECN_MASK)) {
      Ipv4.setEcn(inner, ecn);
    }
    return true;
  }

  /** Does what the flow's entry says. */
  private void follow(Burst burst, long entry, long flow, long ip, int length) {
    int verdict = FlowCache.verdict(flow);
    boolean forward = verdict == Verdict.FORWARD || verdict == Verdict.FORWARD_CLAMPED;
    if (!forward
        || Memory.getUnsignedByte(ip + Ipv4.TTL) <= 1
        || length > FlowCache.maxLength(flow)) {
      frameAsReceived(burst, ip);
      handUp(entry, flow, ip);
      return;
    }
    if (verdict == Verdict.FORWARD_CLAMPED) {
      TcpMss.clamp(ip, FlowCache.reqId(flow)); // where InboundFlows keeps the length
    }
    Ipv4.decrementTtl(ip);
    Burst.replaceVerdict(entry, Verdict.FORWARD, 0);
    int hop = flows.hop(flow);
    if (hop == Burst.NO_HOP) {
      Burst.addFlag(entry, Burst.FLAG_UNRESOLVED);
      hop = FlowCache.hopAddress(flow);
    } else if (burst.forwarding().neighbors().writeHeader(hop, ip - Ethernet.HEADER)) {
      Burst.addFlag(entry, Burst.FLAG_FRAMED);
    }
    Burst.nextHop(entry, FlowCache.port(flow), hop);
  }

  /** What becomes of a packet that does not go on to the next hop. */
  private static void handUp(long entry, long flow, long ip) {
    int verdict = FlowCache.verdict(flow);
    if (verdict == Verdict.PUNT && (Ipv4.wireFlags(ip) & Ipv4.WIRE_FRAGMENT) != 0) {
      Burst.replaceVerdict(entry, Verdict.REASSEMBLE, 0);
    } else if (verdict == Verdict.PUNT) {
      Burst.replaceVerdict(entry, Verdict.PUNT, FlowCache.reason(flow));
    } else if (Memory.getUnsignedByte(ip + Ipv4.TTL) <= 1) {
      Burst.replaceVerdict(entry, Verdict.PUNT, PuntReason.TTL_EXCEEDED.code());
    } else if (verdict == Verdict.REENTER) { // the other tunnel takes the hop off the TTL
      Burst.replaceVerdict(entry, Verdict.REENTER, 0);
    } else {
      tooBig(entry, ip, FlowCache.maxLength(flow));
    }
  }

  /** A packet that is too big for its port: it is cut, or its sender is told. */
  private static void tooBig(long entry, long ip, int mtu) {
    if ((Ipv4.wireFlags(ip) & Ipv4.WIRE_DF) == 0) {
      Ipv4.decrementTtl(ip);
      Burst.replaceVerdict(entry, Verdict.FRAGMENT, 0);
    } else {
      Burst.replaceVerdict(entry, Verdict.PUNT_TOO_BIG, 0);
    }
    Burst.detail(entry, mtu);
  }

  /** The packet falls, but its sequence number counts as received. */
  private static void reject(long entry, DropReason reason) {
    Burst.replaceVerdict(entry, Verdict.DROP, reason.code());
  }
}
