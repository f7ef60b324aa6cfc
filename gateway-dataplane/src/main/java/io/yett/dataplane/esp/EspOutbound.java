package io.yett.dataplane.esp;

import io.yett.dataplane.counters.DropReason;
import io.yett.dataplane.packet.Burst;
import io.yett.dataplane.packet.Checksum;
import io.yett.dataplane.packet.Esp;
import io.yett.dataplane.packet.Ethernet;
import io.yett.dataplane.packet.Ipv4;
import io.yett.dataplane.sad.OutboundSa;
import io.yett.dpdk.CryptoOp;
import io.yett.dpdk.Mbuf;
import io.yett.dpdk.Memory;

/**
 * Outbound ESP in tunnel mode (RFC 4303 section 3.3), as the RFC has it: the sequence number is
 * there already; encapsulate, pad, and prepare encryption in place. What the outer header takes
 * from the inner one is in RFC 4301 section 5.1.2.1 and RFC 6040 section 4.1 (normal mode).
 */
final class EspOutbound {
  /**
   * Padding 1, 2, 3 (RFC 4303 section 2.4) as one little-endian store; the fourth is overwritten.
   */
  private static final int PADDING = 0x04_03_02_01;

  private static final int TRAILER_IPV4 = Ipv4.PROTOCOL_IPV4 << 8;

  private EspOutbound() {}

  /**
   * Encapsulates one packet and prepares its operation. False if it cannot be; the entry then says
   * why.
   *
   * @param own the packet is our own, so its TTL stays
   */
  static boolean prepare(long mbuf, long entry, long op, boolean own) {
    if (Mbuf.referenceCount(mbuf) != 1) {
      Burst.drop(entry, DropReason.SHARED_BUFFER);
      return false;
    }
    long sa = Burst.sa(entry);
    long sequence = Burst.sequence(entry);
    int length = Burst.l3Length(entry);
    int ciphertext = (length + Esp.TRAILER + Esp.ALIGNMENT - 1) & -Esp.ALIGNMENT;
    int outerLength = OutboundSa.headerLength(sa);
    int headers = outerLength + Esp.HEADER + AesGcm.IV;
    int ipOffset = Mbuf.dataOffset(mbuf) + Burst.l3Offset(entry);
    int frameOffset = ipOffset - headers - Ethernet.HEADER;
    if (frameOffset < 0 || ipOffset + ciphertext + AesGcm.ICV > Mbuf.bufferLength(mbuf)) {
      Burst.drop(entry, DropReason.NO_ROOM);
      return false;
    }
    long ip = Mbuf.buffer(mbuf) + ipOffset;
    if (!own) {
      Ipv4.decrementTtl(ip);
    }
    int total = headers + ciphertext + AesGcm.ICV;
    writeOuter(sa, ip - headers, ip, total, sequence, outerLength);
    long esp = ip - AesGcm.IV - Esp.HEADER;
    long wireIv = Long.reverseBytes(sequence ^ OutboundSa.ivMask(sa));
    Memory.putInt(esp + Esp.SEQUENCE, Integer.reverseBytes((int) sequence));
    Memory.putLong(esp + Esp.HEADER, wireIv);
    int padding = ciphertext - length - Esp.TRAILER;
    Memory.putInt(ip + length, PADDING);
    Memory.putShort(ip + length + padding, (short) (padding | TRAILER_IPV4));

    Mbuf.dataOffset(mbuf, frameOffset);
    Mbuf.length(mbuf, Ethernet.HEADER + total);
    Burst.l3(entry, Ethernet.HEADER, total);

    CryptoOp.resetStatus(op);
    CryptoOp.source(op, mbuf);
    CryptoOp.session(op, OutboundSa.session(sa));
    CryptoOp.aeadData(op, Ethernet.HEADER + headers, ciphertext);
    CryptoOp.aeadDigest(op, ip + ciphertext);
    int wireSpi = Memory.getInt(OutboundSa.template(sa) + outerLength);
    AesGcm.nonce(op, OutboundSa.salt(sa), wireIv, wireSpi, sequence, OutboundSa.isEsn(sa));
    return true;
  }

  /** Writes the outer IPv4 header, the UDP header if there is one, and the SPI. */
  private static void writeOuter(
      long sa, long outer, long inner, int total, long sequence, int outerLength) {
    long template = OutboundSa.template(sa);
    int tos = Memory.getUnsignedByte(inner + Ipv4.TOS);
    int wireFlags = Ipv4.wireFlags(inner) & Ipv4.WIRE_DF;
    int wireTotal = Short.reverseBytes((short) total) & 0xFFFF;
    int wireId = Short.reverseBytes((short) sequence) & 0xFFFF;
    int first = Ipv4.VERSION_4_NO_OPTIONS | (tos << 8) | (wireTotal << 16);
    Memory.putLong(outer, (first & 0xFFFF_FFFFL) | ((long) (wireId | (wireFlags << 16)) << 32));
    Memory.putLong(outer + 8, Memory.getLong(template + 8));
    Memory.putLong(outer + 16, Memory.getLong(template + 16));
    int sum = OutboundSa.headerChecksum(sa) + (tos << 8) + wireTotal + wireId + wireFlags;
    Memory.putShort(outer + Ipv4.CHECKSUM, (short) ~Checksum.fold(sum));
    if (outerLength != Ipv4.HEADER) {
      Memory.putLong(outer + 24, Memory.getLong(template + 24));
      Memory.putShort(
          outer + Ipv4.HEADER + Esp.UDP_LENGTH, Short.reverseBytes((short) (total - Ipv4.HEADER)));
    }
  }
}
