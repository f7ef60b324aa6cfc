package io.yett.dataplane.esp;

import io.yett.dataplane.counters.DropReason;
import io.yett.dataplane.packet.Burst;
import io.yett.dataplane.packet.Checksum;
import io.yett.dataplane.packet.Esp;
import io.yett.dataplane.packet.Ethernet;
import io.yett.dataplane.packet.Ipv4;
import io.yett.dataplane.packet.Verdict;
import io.yett.dataplane.route.NeighborTable;
import io.yett.dataplane.sad.OutboundSa;
import io.yett.dataplane.sad.SaMode;
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
   * Encapsulates one packet and prepares its operation. False if it cannot be, and the entry then
   * says why; or if the SA is no ESP tunnel, and then nothing is written.
   *
   * @param own the packet is our own, so its TTL stays
   */
  static boolean prepare(long mbuf, long entry, long op, boolean own, NeighborTable neighbors) {
    long rearm = Mbuf.rearm(mbuf);
    long sa = Burst.sa(entry);
    int length = Burst.l3Length(entry);
    int alignmentMask = OutboundSa.alignmentMask(sa);
    int icv = OutboundSa.icvLength(sa);
    int ciphertext = (length + Esp.TRAILER + alignmentMask) & ~alignmentMask;
    int headers = OutboundSa.headers(sa);
    int ipOffset = Mbuf.rearmDataOffset(rearm) + Burst.l3Offset(entry);
    int frameOffset = ipOffset - headers;
    int room = Mbuf.bufferLength(mbuf) - ipOffset - ciphertext - icv;
    int mode = OutboundSa.mode(sa);
    if (!Mbuf.hasOneOwner(rearm) || (frameOffset | room | mode) < 0) {
      if (mode < 0) {
        return false; // for OtherForms
      }
      Burst.drop(entry, Mbuf.hasOneOwner(rearm) ? DropReason.NO_ROOM : DropReason.SHARED_BUFFER);
      return false;
    }
    int total = headers + ciphertext + icv;
    Mbuf.dataOffset(mbuf, frameOffset);
    Mbuf.length(mbuf, total);
    long ip = Mbuf.buffer(mbuf) + ipOffset;
    long frame = ip - headers;
    long inner = Memory.getLong(ip);
    if (!own) {
      Ipv4.decrementTtl(ip);
    }
    long sequence = Burst.sequence(entry);
    int wireSequence = Integer.reverseBytes((int) sequence);
    writeOuter(sa, frame + Ethernet.HEADER, inner, total - Ethernet.HEADER, wireSequence >>> 16);
    CryptoOp.resetStatus(op);
    CryptoOp.source(op, mbuf);
    CryptoOp.session(op, OutboundSa.session(sa));
    if (mode != SaMode.COMBINED) {
      OtherModes.seal(op, sa, ip, length, ciphertext, TRAILER_IPV4, headers, sequence);
    } else {
      seal(op, sa, ip, length, ciphertext, headers, sequence, wireSequence);
    }
    finishFrame(entry, frame, neighbors, total);
    return true;
  }

  /** With {@link CombinedMode}: padding and trailer, sequence number and IV; the operation. */
  private static void seal(
      long op,
      long sa,
      long ip,
      int length,
      int ciphertext,
      int headers,
      long sequence,
      int wireSequence) {
    Memory.putInt(ip + length, PADDING);
    int padding = ciphertext - length - Esp.TRAILER;
    Memory.putShort(ip + ciphertext - Esp.TRAILER, (short) (padding | TRAILER_IPV4));
    Memory.putInt(ip - CombinedMode.IV - Esp.HEADER + Esp.SEQUENCE, wireSequence);
    long wireIv = CombinedMode.wireIv(sa, sequence);
    Memory.putLong(ip - CombinedMode.IV, wireIv);
    CombinedMode.prepare(op, headers, ciphertext, ip);
    CombinedMode.nonce(
        op,
        OutboundSa.salt(sa),
        wireIv,
        OutboundSa.wireSpi(sa),
        wireSequence,
        sequence,
        OutboundSa.isEsn(sa));
  }

  /**
   * Says that the packet goes on once its operation is done, and writes its Ethernet header if the
   * next hop is known; otherwise the last stage sees to it.
   */
  private static void finishFrame(long entry, long frame, NeighborTable neighbors, int total) {
    if ((Burst.flags(entry) & Burst.FLAG_UNRESOLVED) == 0
        && neighbors.writeHeader(Burst.hop(entry), frame)) {
      Burst.forwardFramed(entry);
    } else {
      Burst.l3(entry, Ethernet.HEADER, total - Ethernet.HEADER);
      Burst.replaceVerdict(entry, Verdict.FORWARD, 0);
    }
  }

  /**
   * Writes the outer IPv4 header, the UDP header if there is one, and the SPI.
   *
   * @param inner the first 8 octets of the inner header
   * @param total octets of the outer packet
   * @param wireId the ID, which is of no matter but for the checksum
   */
  static void writeOuter(long sa, long outer, long inner, int total, int wireId) {
    writeOuterIp(sa, outer, inner, total, wireId);
    long template = OutboundSa.template(sa);
    if (OutboundSa.isUdp(sa)) {
      Memory.putLong(outer + 24, Memory.getLong(template + 24));
      Memory.putShort(
          outer + Ipv4.HEADER + Esp.UDP_LENGTH, Short.reverseBytes((short) (total - Ipv4.HEADER)));
    }
  }

  /** The same without UDP; behind it are 4 octets of the template. */
  static void writeOuterIp(long sa, long outer, long inner, int total, int wireId) {
    long template = OutboundSa.template(sa);
    int wireTotal = Integer.reverseBytes(total) >>> 16;
    int versionAndTos = ((int) inner & 0xFF00) | Ipv4.VERSION_4_NO_OPTIONS;
    int dontFragment = OutboundSa.dontFragment(sa, (int) (inner >>> 48));
    long low = versionAndTos | ((long) wireTotal << 16);
    long high = wireId | ((long) dontFragment << 16);
    Memory.putLong(outer, low | (high << 32));
    long destinationAndPorts = OutboundSa.destinationAndPorts(sa);
    int destination = (int) destinationAndPorts;
    int checksum =
        Checksum.ofShortSum(
            OutboundSa.headerChecksum(sa)
                + versionAndTos
                + wireTotal
                + wireId
                + dontFragment
                + (destination & 0xFFFF)
                + (destination >>> 16));
    Memory.putLong(outer + 8, Memory.getLong(template + 8) | ((long) checksum << 16));
    Memory.putLong(outer + 16, destinationAndPorts);
  }
}
