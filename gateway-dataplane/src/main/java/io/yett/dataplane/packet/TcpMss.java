package io.yett.dataplane.packet;

import io.yett.dpdk.Memory;

/**
 * The maximum segment size that TCP announces in a SYN (RFC 9293 section 3.7.1), made smaller so
 * that segments fit a tunnel whatever becomes of ICMP. It never grows, and what is malformed stays
 * as it is.
 */
public final class TcpMss {
  private static final int HEADER = 20;
  private static final int DATA_OFFSET = 12;
  private static final int FLAGS = 13;
  private static final int SYN = 2;
  private static final int CHECKSUM = 16;
  private static final int OPTION_END = 0;
  private static final int OPTION_NOTHING = 1;
  private static final int OPTION_MSS = 2;
  private static final int MSS_LENGTH = 4;

  /** Octets of headers in a segment without options. */
  private static final int HEADERS = Ipv4.HEADER + HEADER;

  private static final int IPV6_HEADERS = Ipv6.HEADER + HEADER;

  private TcpMss() {}

  /** True if a whole IPv4 packet of protocol TCP has SYN set, with or without ACK. */
  public static boolean isSyn(long ip) {
    int header = Ipv4.headerLength(ip);
    return Ipv4.totalLength(ip) >= header + HEADER
        && (Ipv4.wireFlags(ip) & Ipv4.WIRE_FRAGMENT) == 0
        && (Memory.getByte(ip + header + FLAGS) & SYN) != 0;
  }

  /**
   * Makes the announced size of a SYN fit packets of that length, and updates the checksum (RFC
   * 1624).
   *
   * @param maxLength octets of the largest IPv4 packet
   */
  public static void clamp(long ip, int maxLength) {
    int limit = maxLength - HEADERS;
    if (limit <= 0 || !isSyn(ip)) {
      return;
    }
    int header = Ipv4.headerLength(ip);
    clampOption(ip + header, Ipv4.totalLength(ip) - header, limit);
  }

  /**
   * {@link #clamp} for a whole IPv6 packet of protocol TCP.
   *
   * @param offset of the TCP header from the IPv6 header
   * @param length octets of the packet
   * @param maxLength octets of the largest IPv6 packet
   */
  public static void clampIpv6(long ip, int offset, int length, int maxLength) {
    int limit = maxLength - IPV6_HEADERS;
    boolean syn = length >= offset + HEADER && (Memory.getByte(ip + offset + FLAGS) & SYN) != 0;
    if (limit > 0 && syn) {
      clampOption(ip + offset, length - offset, limit);
    }
  }

  /** {@code room} octets are there from the TCP header on. */
  private static void clampOption(long tcp, int room, int limit) {
    int end = Math.min(room, (Memory.getUnsignedByte(tcp + DATA_OFFSET) >>> 4) * 4);
    int at = HEADER;
    while (at < end) {
      int kind = Memory.getUnsignedByte(tcp + at);
      if (kind == OPTION_END) {
        return;
      }
      if (kind == OPTION_NOTHING) {
        at++;
        continue;
      }
      int length = at + 1 < end ? Memory.getUnsignedByte(tcp + at + 1) : 0;
      if (length < 2 || at + length > end) {
        return;
      }
      if (kind == OPTION_MSS && length == MSS_LENGTH) {
        lower(tcp, at + 2, limit);
      }
      at += length;
    }
  }

  private static void lower(long tcp, int at, int limit) {
    if (Memory.getNetworkShort(tcp + at) <= limit) {
      return;
    }
    if ((at & 1) == 0) {
      int before = Memory.getUnsignedShort(tcp + at);
      int after = Short.reverseBytes((short) limit) & 0xFFFF;
      Memory.putShort(tcp + at, (short) after);
      Checksum.update(tcp + CHECKSUM, before, after);
    } else { // it lies across two words of the checksum
      int first = Memory.getUnsignedShort(tcp + at - 1);
      int second = Memory.getUnsignedShort(tcp + at + 1);
      Memory.putByte(tcp + at, (byte) (limit >>> 8));
      Memory.putByte(tcp + at + 1, (byte) limit);
      Checksum.update(tcp + CHECKSUM, first, Memory.getUnsignedShort(tcp + at - 1));
      Checksum.update(tcp + CHECKSUM, second, Memory.getUnsignedShort(tcp + at + 1));
    }
  }
}
