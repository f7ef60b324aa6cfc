package io.yett.dataplane.esp;

import io.yett.dataplane.control.PuntReason;
import io.yett.dataplane.counters.DropReason;
import io.yett.dataplane.packet.Burst;
import io.yett.dataplane.packet.Checksum;
import io.yett.dataplane.packet.Ethernet;
import io.yett.dataplane.packet.Ipv4;
import io.yett.dataplane.packet.Verdict;
import io.yett.dataplane.sad.InboundSa;
import io.yett.dataplane.spd.Selectors;
import io.yett.dpdk.Mbuf;
import io.yett.dpdk.Memory;

/**
 * What came in transport mode, by ESP or AH: the IP header goes before the payload again, the
 * packet must be what its SA may carry (RFC 4301 section 5.2), and is handed up, for it is to us.
 */
final class TransportInbound {
  private static final int UDP_CHECKSUM = 6;
  private static final int UDP_HEADER = 8;
  private static final int TCP_CHECKSUM = 16;
  private static final int TCP_HEADER = 20;

  private TransportInbound() {}

  /**
   * Judges an authentic packet.
   *
   * @param came address of the IP header as it came; it may overlap the place that it gets
   * @param payload address of what is behind ESP's or AH's headers
   * @param length octets of it
   */
  static void finish(
      Burst burst, long mbuf, long entry, long came, long payload, int length, int nextHeader) {
    if (nextHeader == Ipv4.PROTOCOL_NO_NEXT) {
      Burst.replaceVerdict(entry, Verdict.DROP, DropReason.DUMMY.code());
      return;
    }
    long sa = Burst.sa(entry);
    int header = Ipv4.headerLength(came);
    long ip = payload - header;
    int total = header + length;
    OtherForms.moveUp(came, ip, header);
    OtherForms.changeHeader(ip, nextHeader, total);
    if (!isAllowed(sa, ip, header, total, nextHeader)) {
      Burst.replaceVerdict(entry, Verdict.DROP, DropReason.INBOUND_SELECTORS.code());
      return;
    }
    if (InboundSa.isInUdp(sa)) {
      mendChecksum(ip, payload, length, nextHeader);
    }
    Mbuf.dataOffset(mbuf, (int) (ip - Mbuf.buffer(mbuf)) - Ethernet.HEADER);
    Mbuf.length(mbuf, Ethernet.HEADER + total);
    Burst.l3(entry, Ethernet.HEADER, total);
    EspInbound.frameAsReceived(burst, ip);
    Burst.replaceVerdict(entry, Verdict.PUNT, PuntReason.LOCAL.code());
  }

  private static boolean isAllowed(long sa, long ip, int header, int total, int protocol) {
    long ports = Ipv4.wirePorts(ip, header, total, protocol);
    return Selectors.match(
        InboundSa.selectors(sa),
        Memory.getNetworkInt(ip + Ipv4.DESTINATION),
        Memory.getNetworkInt(ip + Ipv4.SOURCE),
        protocol,
        Ipv4.destinationPort(ports),
        Ipv4.sourcePort(ports));
  }

  /**
   * A NAT has changed the addresses that checksums of TCP and UDP are made with: that of TCP is
   * made anew, that of UDP left out, for the ICV has said that the packet is whole (RFC 3948
   * section 3.1.2).
   */
  private static void mendChecksum(long ip, long payload, int length, int protocol) {
    if (protocol == Ipv4.PROTOCOL_UDP && length >= UDP_HEADER) {
      Memory.putShort(payload + UDP_CHECKSUM, (short) 0);
    } else if (protocol == Ipv4.PROTOCOL_TCP && length >= TCP_HEADER) {
      Memory.putShort(payload + TCP_CHECKSUM, (short) 0);
      long sum =
          Checksum.sum(ip + Ipv4.SOURCE, 2 * Integer.BYTES)
              + Checksum.sum(payload, length & ~3)
              + rest(payload + (length & ~3), length & 3)
              + (Short.reverseBytes((short) length) & 0xFFFF)
              + (Ipv4.PROTOCOL_TCP << 8);
      Memory.putShort(payload + TCP_CHECKSUM, (short) ~Checksum.fold(sum));
    }
  }

  /** Up to 3 octets, in memory order, as if zeros followed. */
  private static long rest(long address, int length) {
    long sum = 0;
    for (int i = 0; i < length; i++) {
      sum += (long) Memory.getUnsignedByte(address + i) << (8 * i);
    }
    return sum;
  }
}
