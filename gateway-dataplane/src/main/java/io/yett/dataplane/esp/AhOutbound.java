package io.yett.dataplane.esp;

import io.yett.dataplane.packet.Ah;
import io.yett.dataplane.packet.Burst;
import io.yett.dataplane.packet.Ethernet;
import io.yett.dataplane.packet.Ipv4;
import io.yett.dataplane.packet.Verdict;
import io.yett.dataplane.route.Forwarding;
import io.yett.dataplane.sad.OutboundForm;
import io.yett.dataplane.sad.OutboundSa;
import io.yett.dataplane.sad.SaMode;
import io.yett.dpdk.CryptoOp;
import io.yett.dpdk.Mbuf;
import io.yett.dpdk.Memory;

/**
 * Outbound AH over IPv4 (RFC 4302 section 3.3). While the ICV is computed, what routers may change
 * in the outer header is zero in the packet; the header as it will be sent waits before it, and
 * takes its place once the ICV is there.
 */
final class AhOutbound {
  /** The high half of an ESN, which is authenticated behind the packet and not sent. */
  private static final int ESN_HIGH = 4;

  private AhOutbound() {}

  /** Encapsulates one packet and prepares its operation. False if it cannot be. */
  static boolean prepare(long mbuf, long entry, long op, boolean own) {
    long sa = Burst.sa(entry);
    boolean transport = SaMode.isTransport(OutboundSa.mode(sa));
    int ipOffset = Mbuf.dataOffset(mbuf) + Burst.l3Offset(entry);
    int length = Burst.l3Length(entry);
    long before = Mbuf.buffer(mbuf) + ipOffset;
    int header = transport ? Ipv4.headerLength(before) : Ipv4.HEADER;
    int ah = OutboundForm.inserted(sa);
    int added = transport ? ah : ah + header;
    int esnHigh = OutboundSa.isEsn(sa) ? ESN_HIGH : 0;
    int front = ipOffset - added - Math.max(header, Ethernet.HEADER);
    if (!OtherForms.check(
        mbuf, entry, before, front, Mbuf.bufferLength(mbuf) - ipOffset - length - esnHigh)) {
      return false;
    }
    long ip = before - added;
    int total = length + added;
    long sequence = Burst.sequence(entry);
    int nextHeader = transport ? Ipv4.protocol(before) : Ipv4.PROTOCOL_IPV4;
    long sent = ip - header;
    if (transport) {
      Memory.copy(before, sent, header);
      OtherForms.changeHeader(sent, Ipv4.PROTOCOL_AH, total);
    } else {
      long inner = Memory.getLong(before);
      if (!own) {
        Ipv4.decrementTtl(before);
      }
      EspOutbound.writeOuterIp(sa, sent, inner, total, Integer.reverseBytes((int) sequence) >>> 16);
    }
    // Where the packet's own header was, in transport mode.
    writeAh(sa, ip + header, ah, nextHeader, sequence);
    Memory.copy(sent, ip, header);
    Ah.zeroMutable(ip);
    if (esnHigh != 0) {
      Memory.putInt(ip + total, Integer.reverseBytes((int) (sequence >>> 32)));
    }
    Mbuf.dataOffset(mbuf, ipOffset - added - Ethernet.HEADER);
    Mbuf.length(mbuf, Ethernet.HEADER + total + esnHigh);
    CryptoOp.resetStatus(op);
    CryptoOp.source(op, mbuf);
    CryptoOp.session(op, OutboundSa.session(sa));
    int iv = SaMode.ivLength(OutboundSa.mode(sa));
    if (iv != 0) {
      CombinedMode.nonce(op, OutboundSa.salt(sa), CombinedMode.wireIv(sa, sequence));
    }
    CryptoOp.authData(op, Ethernet.HEADER, total + esnHigh);
    CryptoOp.authDigest(op, ip + header + Ah.HEADER + iv);
    Burst.l3(entry, Ethernet.HEADER, total);
    Burst.detail(entry, header + ah);
    Burst.replaceVerdict(entry, Verdict.SIGN, 0);
    return true;
  }

  /** AH with an ICV of zeros, which is how it is authenticated. */
  private static void writeAh(long sa, long ah, int length, int nextHeader, long sequence) {
    Memory.putInt(ah, nextHeader | Ah.payloadLength(length) << 8);
    Memory.putInt(ah + Ah.SPI, OutboundSa.wireSpi(sa));
    Memory.putInt(ah + Ah.SEQUENCE, Integer.reverseBytes((int) sequence));
    for (int i = Ah.HEADER; i < length; i += Integer.BYTES) {
      Memory.putInt(ah + i, 0);
    }
  }

  /** The ICV is there: puts the header in its place, and the IV if the ICV has one. */
  static void finish(long mbuf, long entry, Forwarding forwarding) {
    long sa = Burst.sa(entry);
    int total = Burst.l3Length(entry);
    long ip = Mbuf.data(mbuf) + Ethernet.HEADER;
    int header = Ipv4.headerLength(ip);
    if (SaMode.algorithm(OutboundSa.mode(sa)) == SaMode.GMAC) {
      Memory.putLong(ip + header + Ah.HEADER, CombinedMode.wireIv(sa, Burst.sequence(entry)));
    }
    Memory.copy(ip - header, ip, header);
    Mbuf.length(mbuf, Ethernet.HEADER + total);
    OtherForms.finishFrame(entry, ip, total, forwarding);
  }
}
