package io.yett.dataplane.port;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** IPv6 headers and checksums for the control thread; lanes have their own. */
public final class Inet6 {
  public static final int ETHERTYPE = 0x86DD;
  public static final int IP_HEADER = 40;
  public static final int ICMP = 58;
  static final int NO_NEXT = 59;
  static final int DEFAULT_HOP_LIMIT = 64;

  /** Every link takes packets of so many octets (RFC 8200 section 5). */
  static final int MIN_MTU = 1280;

  /** Octets from the IPv6 header. */
  static final int PAYLOAD_LENGTH = 4;

  static final int NEXT_HEADER = 6;
  static final int HOP_LIMIT = 7;
  public static final int SOURCE = 8;
  public static final int DESTINATION = 24;

  private static final int HOP_BY_HOP = 0;
  private static final int ROUTING = 43;
  private static final int FRAGMENT = 44;
  private static final int DESTINATION_OPTIONS = 60;
  private static final int MAX_EXTENSION_HEADERS = 8;
  private static final int UNIT = 8;
  private static final int OFFSET_AND_MORE = 0xFFF9;
  private static final int ONLY_OFFSET = 0xFFF8;

  private Inet6() {}

  /** Whether a frame carries IPv6, by its EtherType. */
  public static boolean isIpv6Frame(DirectBuffer frame, int offset, int length) {
    return length >= Inet.ETHERNET_HEADER && Inet.u16(frame, offset + 12) == ETHERTYPE;
  }

  /** Whether a packet's first octet says version 6. */
  public static boolean isVersion(DirectBuffer packet, int offset) {
    return Inet.u8(packet, offset) >>> 4 == 6;
  }

  public static Address6 address(DirectBuffer packet, int at) {
    return new Address6(
        packet.getLong(at, BIG_ENDIAN), packet.getLong(at + Long.BYTES, BIG_ENDIAN));
  }

  static void putAddress(MutableDirectBuffer packet, int at, Address6 address) {
    packet.putLong(at, address.high(), BIG_ENDIAN);
    packet.putLong(at + Long.BYTES, address.low(), BIG_ENDIAN);
  }

  /** Octets of a sound packet, of which {@code length} are at hand; or 0. */
  public static int totalLength(DirectBuffer packet, int offset, int length) {
    if (length < IP_HEADER || !isVersion(packet, offset)) {
      return 0;
    }
    int total = IP_HEADER + Inet.u16(packet, offset + PAYLOAD_LENGTH);
    return total <= length ? total : 0;
  }

  /**
   * The upper layer of a packet.
   *
   * @param protocol its number
   * @param offset from the IPv6 header
   * @param named where the octet is that names the protocol, from the IPv6 header
   * @param fragment whether it is one of several fragments, first or later
   * @param laterFragment whether it is not the first
   */
  public record Upper(
      int protocol, int offset, int named, boolean fragment, boolean laterFragment) {}

  /**
   * Steps over the extension headers (RFC 8200 section 4) of a packet of {@code total} octets; null
   * if they are malformed or too many.
   */
  public static Upper upper(DirectBuffer packet, int ip, int total) {
    int named = NEXT_HEADER;
    int at = IP_HEADER;
    for (int headers = 0; headers <= MAX_EXTENSION_HEADERS; headers++) {
      int next = Inet.u8(packet, ip + named);
      if (next != HOP_BY_HOP
          && next != ROUTING
          && next != FRAGMENT
          && next != DESTINATION_OPTIONS) {
        return new Upper(next, at, named, false, false);
      }
      if (at + UNIT > total) {
        return null;
      }
      if (next == FRAGMENT) {
        int place = Inet.u16(packet, ip + at + 2);
        if ((place & OFFSET_AND_MORE) != 0) {
          int protocol = Inet.u8(packet, ip + at);
          return new Upper(protocol, at + UNIT, at, true, (place & ONLY_OFFSET) != 0);
        }
      }
      named = at;
      at += next == FRAGMENT ? UNIT : UNIT * (1 + Inet.u8(packet, ip + at + 1));
      if (at > total) {
        return null;
      }
    }
    return null;
  }

  /** The sum of the pseudo-header (RFC 8200 section 8.1). */
  public static long pseudoHeader(Address6 source, Address6 destination, int protocol, int length) {
    return sum(source) + sum(destination) + protocol + (length >>> 16) + (length & 0xFFFFL);
  }

  private static long sum(Address6 address) {
    long sum = 0;
    for (int shift = 0; shift < Long.SIZE; shift += Short.SIZE) {
      sum += (address.high() >>> shift & 0xFFFF) + (address.low() >>> shift & 0xFFFF);
    }
    return sum;
  }

  /** Whether the checksum of an upper layer is right that covers the pseudo-header. */
  public static boolean isChecksumRight(
      DirectBuffer packet, int ip, int protocol, int at, int length) {
    Address6 source = address(packet, ip + SOURCE);
    Address6 destination = address(packet, ip + DESTINATION);
    long pseudo = pseudoHeader(source, destination, protocol, length);
    return Inet.checksum(packet, at, length, pseudo) == 0;
  }

  /** Writes a header without extensions. */
  static void writeHeader(
      MutableDirectBuffer packet,
      int offset,
      int trafficClass,
      int payloadLength,
      int protocol,
      int hopLimit,
      Address6 source,
      Address6 destination) {
    Inet.putI32(packet, offset, 6 << 28 | trafficClass << 20);
    Inet.putU16(packet, offset + PAYLOAD_LENGTH, payloadLength);
    packet.putByte(offset + NEXT_HEADER, (byte) protocol);
    packet.putByte(offset + HOP_LIMIT, (byte) hopLimit);
    putAddress(packet, offset + SOURCE, source);
    putAddress(packet, offset + DESTINATION, destination);
  }
}
