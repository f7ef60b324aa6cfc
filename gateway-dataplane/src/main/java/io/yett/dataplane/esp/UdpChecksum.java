package io.yett.dataplane.esp;

import io.yett.dataplane.packet.Checksum;
import io.yett.dataplane.packet.Esp;
import io.yett.dataplane.packet.Ipv4;
import io.yett.dataplane.packet.Ipv6;
import io.yett.dpdk.Memory;

/**
 * The checksum of ESP in UDP over IPv6, which covers the ciphertext and so is written behind the
 * encryption. IPv6 has no header checksum, so UDP's is no matter of choice (RFC 8200 section 8.1);
 * peers drop what has none.
 */
final class UdpChecksum {
  private static final int CHECKSUM = 6;

  private UdpChecksum() {}

  /** Writes it into a packet without extension headers. */
  static void write(long ip) {
    long udp = ip + Ipv6.HEADER;
    int length = Memory.getNetworkShort(udp + Esp.UDP_LENGTH);
    Memory.putShort(udp + CHECKSUM, (short) 0);
    long sum = Checksum.sum(ip + Ipv6.SOURCE, Ipv6.HEADER - Ipv6.SOURCE);
    // Words are in memory order, so what is not in the packet is swapped.
    sum += Short.reverseBytes((short) length) & 0xFFFFL;
    sum += Ipv4.PROTOCOL_UDP << Byte.SIZE;
    int whole = length & ~3;
    sum += Checksum.sum(udp, whole);
    for (int at = whole; at < length; at++) {
      sum += (long) Memory.getUnsignedByte(udp + at) << (Byte.SIZE * (at & 1));
    }
    int checksum = ~Checksum.fold(sum) & 0xFFFF;
    Memory.putShort(udp + CHECKSUM, (short) (checksum == 0 ? 0xFFFF : checksum));
  }
}
