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
 * Outbound ESP in transport mode over IPv4 (RFC 4303 section 3.1.1): ESP's header goes behind the
 * IP header, options and all, of a packet of our own. A packet that is too big with ESP is cut
 * afterwards.
 */
final class TransportOutbound {
  private TransportOutbound() {}

  /**
   * Encapsulates one packet and prepares its operation. False if it cannot be; the entry then says
   * why.
   */
  static boolean prepare(long mbuf, long entry, long op, Forwarding forwarding) {
    long sa = Burst.sa(entry);
    int ipOffset = Mbuf.dataOffset(mbuf) + Burst.l3Offset(entry);
    long before = Mbuf.buffer(mbuf) + ipOffset;
    int header = Ipv4.headerLength(before);
    int length = Burst.l3Length(entry) - header;
    int alignmentMask = OutboundSa.alignmentMask(sa);
    int ciphertext = (length + Esp.TRAILER + alignmentMask) & ~alignmentMask;
    int icv = OutboundSa.icvLength(sa);
    int inserted = OutboundForm.inserted(sa);
    int frameOffset = ipOffset - inserted - Ethernet.HEADER;
    int room = Mbuf.bufferLength(mbuf) - ipOffset - header - ciphertext - icv;
    if (!OtherForms.check(mbuf, entry, before, frameOffset, room)) {
      return false;
    }
    long ip = before - inserted;
    int nextHeader = Ipv4.protocol(before);
    int total = header + inserted + ciphertext + icv;
    OtherForms.moveDown(before, ip, header);
    writeHeaders(sa, ip, header, total);
    Mbuf.dataOffset(mbuf, frameOffset);
    Mbuf.length(mbuf, Ethernet.HEADER + total);
    CryptoOp.resetStatus(op);
    CryptoOp.source(op, mbuf);
    CryptoOp.session(op, OutboundSa.session(sa));
    OtherModes.seal(
        op,
        sa,
        ip + header + inserted,
        length,
        ciphertext,
        nextHeader << 8,
        Ethernet.HEADER + header + inserted,
        Burst.sequence(entry));
    OtherForms.finishFrame(entry, ip, total, forwarding);
    return true;
  }

  /** The IP header as that of an ESP packet, the UDP header if there is one, and the SPI. */
  private static void writeHeaders(long sa, long ip, int header, int total) {
    boolean udp = OutboundSa.isUdp(sa);
    OtherForms.changeHeader(ip, udp ? Ipv4.PROTOCOL_UDP : Ipv4.PROTOCOL_ESP, total);
    long next = ip + header;
    if (udp) {
      Memory.putInt(next, Memory.getInt(OutboundSa.template(sa) + Ipv4.HEADER)); // ports
      Memory.putInt(next + Esp.UDP_LENGTH, 0); // RFC 3948 section 2.1: checksum 0
      int udpLength = total - header;
      Memory.putShort(next + Esp.UDP_LENGTH, Short.reverseBytes((short) udpLength));
      next += Esp.UDP_HEADER;
    }
    Memory.putInt(next, OutboundSa.wireSpi(sa));
  }
}
