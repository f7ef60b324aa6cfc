package io.yett.dataplane.packet;

import io.yett.dpdk.Memory;

/**
 * Ethernet II frames. MAC addresses are 48-bit numbers, 02:00:00:00:00:01 is 0x020000000001; on the
 * fast path they are kept in wire order, as a little-endian load finds them.
 */
public final class Ethernet {
  /** Octets of the header: destination, source, type. */
  public static final int HEADER = 14;

  public static final int TYPE_OFFSET = 12;

  /** Smallest frame, without the frame check sequence. */
  public static final int MIN_FRAME = 60;

  /** EtherTypes as a little-endian load finds them. */
  public static final int WIRE_IPV4 = 0x0008;

  public static final int WIRE_ARP = 0x0608;

  public static final int WIRE_IPV6 = 0xDD86;

  /** Selects the 48 bits of a MAC address in a long. */
  public static final long MAC_MASK = 0xFFFF_FFFF_FFFFL;

  private static final long WIRE_TYPE_IPV4 = (long) WIRE_IPV4 << 48;
  private static final long WIRE_TYPE_IPV6 = (long) WIRE_IPV6 << 48;

  /** 33:33, with which MAC addresses of IPv6 multicast groups begin (RFC 2464 section 7). */
  private static final int WIRE_IPV6_GROUP = 0x3333;

  private Ethernet() {}

  /** Turns a MAC address as a number into wire order, and back. */
  public static long swapMac(long mac) {
    return Long.reverseBytes(mac) >>> 16;
  }

  /** The first 8 octets of a frame. */
  public static long firstLong(long wireDestination, long wireSource) {
    return wireDestination | (wireSource << 48);
  }

  /** Octets 6..13 of an IPv4 frame. */
  public static long secondLongIpv4(long wireSource) {
    return wireSource | WIRE_TYPE_IPV4;
  }

  /** Octets 6..13 of an IPv6 frame. */
  public static long secondLongIpv6(long wireSource) {
    return wireSource | WIRE_TYPE_IPV6;
  }

  /** True for the MAC address, in wire order, of an IPv6 multicast group. */
  public static boolean isIpv6Group(long wireMac) {
    return (wireMac & 0xFFFF) == WIRE_IPV6_GROUP;
  }

  /** Writes a header from its two longs, which overlap. */
  public static void writeHeader(long frame, long first, long second) {
    Memory.putLong(frame, first);
    Memory.putLong(frame + 6, second);
  }

  /** Writes the header of an IPv4 frame; MAC addresses in wire order. */
  public static void writeIpv4Header(long frame, long wireDestination, long wireSource) {
    writeHeader(frame, firstLong(wireDestination, wireSource), secondLongIpv4(wireSource));
  }

  /** Writes the header of an IPv6 frame; MAC addresses in wire order. */
  public static void writeIpv6Header(long frame, long wireDestination, long wireSource) {
    writeHeader(frame, firstLong(wireDestination, wireSource), secondLongIpv6(wireSource));
  }

  /** Writes the header of a frame for the packet behind it, of either family. */
  public static void writeIpHeader(long frame, long wireDestination, long wireSource) {
    if (Ipv6.isVersion(frame + HEADER)) {
      writeIpv6Header(frame, wireDestination, wireSource);
    } else {
      writeIpv4Header(frame, wireDestination, wireSource);
    }
  }
}
