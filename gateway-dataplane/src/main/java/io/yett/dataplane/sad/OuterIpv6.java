package io.yett.dataplane.sad;

import io.yett.dataplane.packet.Esp;
import io.yett.dataplane.packet.Ipv4;
import io.yett.dataplane.packet.Ipv6;
import io.yett.dpdk.Memory;
import java.net.InetAddress;

/**
 * The outer headers of an outbound SA whose tunnel goes over IPv6, in the fourth line of its slot:
 * IPv6, UDP if there is encapsulation, and the SPI. Written by the control thread.
 */
public final class OuterIpv6 {
  private static final int TEMPLATE = 192;

  /** Hop limit of what we send, as IPv4's TTL. */
  private static final int HOP_LIMIT = 64;

  private static final int FLOW_LABEL_SHIFT = 12;
  private static final int VERSION = 6 << 28;

  private OuterIpv6() {}

  /**
   * Writes the template.
   *
   * @param localPort of UDP encapsulation, or 0 for none
   */
  static void writeTemplate(
      long sa, InetAddress local, InetAddress remote, int localPort, int remotePort) {
    long ip = template(sa);
    boolean udp = localPort != 0;
    int spi = SaSlot.spi(sa);
    // One label for each SA keeps its packets on one path (RFC 6437 section 3, RFC 6438).
    Memory.putNetworkInt(ip, VERSION | ((spi * 0x9E37_79B1) >>> FLOW_LABEL_SHIFT));
    Memory.putInt(ip + Ipv6.PAYLOAD_LENGTH, 0);
    Memory.putByte(ip + Ipv6.NEXT_HEADER, (byte) (udp ? Ipv4.PROTOCOL_UDP : Ipv4.PROTOCOL_ESP));
    Memory.putByte(ip + Ipv6.HOP_LIMIT, (byte) HOP_LIMIT);
    Memory.copy(local.getAddress(), 0, ip + Ipv6.SOURCE, 16);
    Memory.copy(remote.getAddress(), 0, ip + Ipv6.DESTINATION, 16);
    long next = ip + Ipv6.HEADER;
    if (udp) {
      Memory.putNetworkShort(next + Esp.UDP_SOURCE_PORT, localPort);
      Memory.putNetworkShort(next + Esp.UDP_DESTINATION_PORT, remotePort);
      Memory.putInt(next + Esp.UDP_LENGTH, 0);
      next += Esp.UDP_HEADER;
    }
    Memory.putNetworkInt(next, spi);
  }

  /**
   * Changes where packets are sent, while lanes use the SA: they see it with their next packet. One
   * that leaves at this moment may get halves of two addresses, and is lost as if on the way.
   *
   * @param remotePort of UDP encapsulation; 0 without
   */
  static void movePeer(long sa, InetAddress remote, int remotePort) {
    Memory.copy(remote.getAddress(), 0, template(sa) + Ipv6.DESTINATION, 16);
    if (remotePort != 0) {
      long udp = template(sa) + Ipv6.HEADER;
      Memory.putNetworkShort(udp + Esp.UDP_DESTINATION_PORT, remotePort);
    }
  }

  /** Address of the template. */
  static long template(long sa) {
    return sa + TEMPLATE;
  }

  /** First half of the peer's address, host order. */
  public static long remoteHigh(long sa) {
    return Ipv6.high(template(sa) + Ipv6.DESTINATION);
  }

  /** Second half of the peer's address, host order. */
  public static long remoteLow(long sa) {
    return Ipv6.low(template(sa) + Ipv6.DESTINATION);
  }

  /**
   * Writes the headers of a packet, whose UDP checksum comes once it is encrypted.
   *
   * @param trafficClass of the packet
   * @param total octets of it, from the IPv6 header on
   * @param udp whether there is UDP
   */
  public static void write(long sa, long outer, int trafficClass, int total, boolean udp) {
    long template = template(sa);
    int word = Memory.getNetworkInt(template) | trafficClass << 20;
    int payload = total - Ipv6.HEADER;
    long rest = Memory.getInt(template + Ipv6.PAYLOAD_LENGTH) & 0xFFFF_FFFFL;
    long length = rest | (Short.reverseBytes((short) payload) & 0xFFFFL);
    Memory.putLong(outer, (Integer.reverseBytes(word) & 0xFFFF_FFFFL) | (length << 32));
    for (int at = Ipv6.SOURCE; at < Ipv6.HEADER; at += Long.BYTES) {
      Memory.putLong(outer + at, Memory.getLong(template + at));
    }
    long next = Ipv6.HEADER;
    if (udp) {
      Memory.putLong(outer + next, Memory.getLong(template + next));
      Memory.putNetworkShort(outer + next + Esp.UDP_LENGTH, payload);
      next += Esp.UDP_HEADER;
    }
    Memory.putInt(outer + next, Memory.getInt(template + next));
  }
}
