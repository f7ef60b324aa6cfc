package io.yett.dataplane.packet;

import io.yett.dpdk.Memory;

/**
 * The IPv6 header and its extension headers (RFC 8200). Methods take the address of the first octet
 * of the packet.
 */
public final class Ipv6 {
  /** Octets of the header. */
  public static final int HEADER = 40;

  /** Every link takes packets of so many octets (RFC 8200 section 5). */
  public static final int MIN_MTU = 1280;

  public static final int PAYLOAD_LENGTH = 4;
  public static final int NEXT_HEADER = 6;
  public static final int HOP_LIMIT = 7;
  public static final int SOURCE = 8;
  public static final int DESTINATION = 24;

  public static final int PROTOCOL_HOP_BY_HOP = 0;
  public static final int PROTOCOL_IPV6 = 41;
  public static final int PROTOCOL_ROUTING = 43;
  public static final int PROTOCOL_FRAGMENT = 44;
  public static final int PROTOCOL_ICMP = 58;
  public static final int PROTOCOL_DESTINATION_OPTIONS = 60;
  public static final int PROTOCOL_MOBILITY = 135;

  /** Extension headers of one packet; the orders of RFC 8200 section 4.1 have at most six. */
  static final int MAX_EXTENSION_HEADERS = 8;

  /** {@link #walk}: the extension headers are malformed or too many, or route by the source. */
  public static final long MALFORMED = -1;

  private static final int VERSION_MASK = 0xF0;
  private static final int VERSION = 0x60;
  private static final int EXTENSION_UNIT = 8;
  private static final int ROUTING_TYPE = 2;
  private static final int SEGMENTS_LEFT = 3;
  private static final int FRAGMENT_OFFSET = 2;
  private static final int MOBILITY_TYPE = 2;

  /** Offset and M of a fragment header, as a big-endian load finds them. */
  private static final int FRAGMENT_MASK = 0xFFF9;

  private static final int PROTOCOL_SHIFT = 16;
  private static final long FRAGMENT = 1L << 32;

  /** Traffic class: the four bits of each half that lie in the first two octets. */
  private static final int CLASS_SHIFT = 4;

  private Ipv6() {}

  /** Whether the packet's first octet says version 6. */
  public static boolean isVersion(long ip) {
    return (Memory.getByte(ip) & VERSION_MASK) == VERSION;
  }

  /** Checks version and payload length against the octets there are; no jumbograms (RFC 2675). */
  public static boolean isWellFormed(long ip, int available) {
    return available >= HEADER && isVersion(ip) && totalLength(ip) <= available;
  }

  /** Octets of the whole packet. */
  public static int totalLength(long ip) {
    return HEADER + Memory.getNetworkShort(ip + PAYLOAD_LENGTH);
  }

  /** Sets the octets of the whole packet. */
  public static void totalLength(long ip, int length) {
    Memory.putShort(ip + PAYLOAD_LENGTH, Short.reverseBytes((short) (length - HEADER)));
  }

  public static int nextHeader(long ip) {
    return Memory.getUnsignedByte(ip + NEXT_HEADER);
  }

  public static int hopLimit(long ip) {
    return Memory.getUnsignedByte(ip + HOP_LIMIT);
  }

  /** Takes one off the hop limit, which is over 0. */
  public static void decrementHopLimit(long ip) {
    Memory.putByte(ip + HOP_LIMIT, (byte) (hopLimit(ip) - 1));
  }

  /** DSCP and ECN, as IPv4 has them in one octet. */
  public static int trafficClass(long ip) {
    return Memory.getNetworkShort(ip) >>> CLASS_SHIFT & 0xFF;
  }

  /** Sets the ECN bits; no checksum covers them. */
  public static void setEcn(long ip, int ecn) {
    int word = Memory.getNetworkShort(ip);
    int mask = Ipv4.ECN_MASK << CLASS_SHIFT;
    Memory.putShort(ip, Short.reverseBytes((short) ((word & ~mask) | (ecn << CLASS_SHIFT))));
  }

  /** First half of the address there, host order. */
  public static long high(long address) {
    return Memory.getNetworkLong(address);
  }

  /** Second half of the address there, host order. */
  public static long low(long address) {
    return Memory.getNetworkLong(address + Long.BYTES);
  }

  /**
   * Steps over the extension headers before the upper layer, of which there may be {@value
   * #MAX_EXTENSION_HEADERS}: {@link #protocol}, {@link #upperOffset} and {@link #isFragment} of the
   * result; or {@link #MALFORMED}. Source routing of type 0 counts as that (RFC 5095), and a
   * hop-by-hop header anywhere but first (RFC 8200 section 4.1). ESP and AH are upper layers here
   * (RFC 4301 section 4.4.1.1).
   *
   * @param length octets of the packet
   */
  public static long walk(long ip, int length) {
    int next = nextHeader(ip);
    int at = HEADER;
    for (int headers = 0; ; headers++) {
      if (!isExtension(next)) {
        return at | ((long) next << PROTOCOL_SHIFT);
      }
      if (headers == MAX_EXTENSION_HEADERS || at + EXTENSION_UNIT > length) {
        return MALFORMED;
      }
      int size = EXTENSION_UNIT;
      if (next == PROTOCOL_FRAGMENT) {
        if ((Memory.getNetworkShort(ip + at + FRAGMENT_OFFSET) & FRAGMENT_MASK) != 0) {
          int protocol = Memory.getUnsignedByte(ip + at);
          return FRAGMENT | at | ((long) protocol << PROTOCOL_SHIFT);
        } // else it is whole: an "atomic" fragment (RFC 6946)
      } else {
        size += EXTENSION_UNIT * Memory.getUnsignedByte(ip + at + 1);
        if (at + size > length || isRefused(ip + at, next, headers)) {
          return MALFORMED;
        }
      }
      next = Memory.getUnsignedByte(ip + at);
      at += size;
    }
  }

  private static boolean isExtension(int next) {
    return next == PROTOCOL_HOP_BY_HOP
        || next == PROTOCOL_DESTINATION_OPTIONS
        || next == PROTOCOL_ROUTING
        || next == PROTOCOL_FRAGMENT;
  }

  private static boolean isRefused(long extension, int type, int before) {
    if (type == PROTOCOL_HOP_BY_HOP) {
      return before != 0;
    }
    return type == PROTOCOL_ROUTING
        && Memory.getByte(extension + ROUTING_TYPE) == 0
        && Memory.getByte(extension + SEGMENTS_LEFT) != 0;
  }

  /** The upper layer's protocol; of a fragment what its header says is next. */
  public static int protocol(long walk) {
    return (int) (walk >>> PROTOCOL_SHIFT) & 0xFF;
  }

  /** Where the upper layer begins, from the IPv6 header; of a fragment where its header does. */
  public static int upperOffset(long walk) {
    return (int) walk & 0xFFFF;
  }

  /** Whether it is one of several fragments, first or later. */
  public static boolean isFragment(long walk) {
    return (walk & FRAGMENT) != 0;
  }

  /**
   * Both ports as a little-endian load of the wire finds them, or {@link Ipv4#NO_PORTS}. The type
   * and code of ICMP stand for both ports, and so does the type of a mobility header (RFC 4301
   * section 4.4.1.1, RFC 7296 section 3.13.1).
   *
   * @param length octets of the packet
   */
  public static long wirePorts(long ip, long walk, int length) {
    int at = upperOffset(walk);
    if (isFragment(walk) || length < at + Integer.BYTES) {
      return Ipv4.NO_PORTS;
    }
    int protocol = protocol(walk);
    if (Ipv4.hasPorts(protocol)) {
      return Memory.getInt(ip + at) & 0xFFFF_FFFFL;
    }
    if (protocol == PROTOCOL_ICMP) {
      return Memory.getUnsignedShort(ip + at) * 0x1_0001L;
    }
    if (protocol == PROTOCOL_MOBILITY) {
      return Memory.getUnsignedByte(ip + at + MOBILITY_TYPE) * 0x1_0001L;
    }
    return Ipv4.NO_PORTS;
  }

  /** Whether an address is multicast (RFC 4291 section 2.7), by its first half. */
  public static boolean isMulticast(long high) {
    return high >>> 56 == 0xFF;
  }

  /** Whether an address is of link-local scope (RFC 4291 section 2.5.6), by its first half. */
  public static boolean isLinkLocal(long high) {
    return high >>> 54 == 0xFE80 >>> 6;
  }

  /**
   * Whether packets from or to an address may go from one link to another: no unspecified,
   * loopback, IPv4-mapped, link-local or multicast one (RFC 4291 section 2.5).
   */
  public static boolean isForwardable(long high, long low) {
    boolean special = high == 0 && (low >>> 32 == 0xFFFF || low == 0 || low == 1);
    return !special && !isMulticast(high) && !isLinkLocal(high);
  }
}
