package io.yett.dataplane.esp;

import io.yett.dataplane.packet.Burst;
import io.yett.dataplane.packet.Esp;
import io.yett.dataplane.packet.Ethernet;
import io.yett.dataplane.packet.Ipv4;
import io.yett.dataplane.route.Forwarding;
import io.yett.dataplane.sad.OutboundForm;
import io.yett.dataplane.sad.OutboundSa;
import io.yett.dpdk.CryptoOp;
import io.yett.dpdk.Mbuf;
import io.yett.dpdk.Memory;

/**
 * Outbound ESP in tunnel mode with TFC padding (RFC 4303 section 2.7): zeros behind the inner
 * packet, whose own length says where it ends, so that an observer sees one length in place of
 * many.
 */
final class TfcOutbound {
  private TfcOutbound() {}

  /**
   * Pads and encapsulates one packet, and prepares its operation. False if it cannot be; the entry
   * then says why.
   */
  static boolean prepare(long mbuf, long entry, long op, boolean own, Forwarding forwarding) {
    long sa = Burst.sa(entry);
    int headers = Ethernet.HEADER + Ipv4.HEADER + OutboundForm.inserted(sa);
    int ipOffset = Mbuf.dataOffset(mbuf) + Burst.l3Offset(entry);
    int length = Burst.l3Length(entry);
    int alignmentMask = OutboundSa.alignmentMask(sa);
    int icv = OutboundSa.icvLength(sa);
    // Octets of ciphertext for which the buffer has room.
    int buffer = (Mbuf.bufferLength(mbuf) - ipOffset - icv) & ~alignmentMask;
    int padded = padded(sa, entry, length, buffer - Esp.TRAILER, forwarding);
    int ciphertext = (padded + Esp.TRAILER + alignmentMask) & ~alignmentMask;
    int frameOffset = ipOffset - headers;
    long ip = Mbuf.buffer(mbuf) + ipOffset;
    if (!OtherForms.check(mbuf, entry, ip, frameOffset, buffer - ciphertext)) {
      return false;
    }
    Memory.zero(ip + length, padded - length);
    int total = headers - Ethernet.HEADER + ciphertext + icv;
    Mbuf.dataOffset(mbuf, frameOffset);
    Mbuf.length(mbuf, Ethernet.HEADER + total);
    long inner = Memory.getLong(ip);
    if (!own) {
      Ipv4.decrementTtl(ip);
    }
    long sequence = Burst.sequence(entry);
    long outer = ip - headers + Ethernet.HEADER;
    EspOutbound.writeOuter(sa, outer, inner, total, Integer.reverseBytes((int) sequence) >>> 16);
    CryptoOp.resetStatus(op);
    CryptoOp.source(op, mbuf);
    CryptoOp.session(op, OutboundSa.session(sa));
    OtherModes.seal(op, sa, ip, padded, ciphertext, Ipv4.PROTOCOL_IPV4 << 8, headers, sequence);
    OtherForms.finishFrame(entry, outer, total, forwarding);
    return true;
  }

  /** Octets of a packet with its padding: as the SA wants it, if link, path and buffer take it. */
  private static int padded(long sa, long entry, int length, int room, Forwarding forwarding) {
    int longest = OutboundSa.maxInnerLength(sa, forwarding.mtu(Burst.port(entry)));
    return Math.max(length, Math.min(OutboundForm.tfcLength(sa), Math.min(longest, room)));
  }
}
