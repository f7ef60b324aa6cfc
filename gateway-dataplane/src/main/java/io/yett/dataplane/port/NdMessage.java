package io.yett.dataplane.port;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Neighbour solicitations and advertisements as whole Ethernet frames (RFC 4861 sections 4.3 and
 * 4.4): where their fields are, and whether they are valid (sections 7.1.1 and 7.1.2).
 */
final class NdMessage {
  static final int SOLICITATION = 135;
  static final int ADVERTISEMENT = 136;

  /** Octets of a frame that we make: with one option. */
  static final int FRAME_LENGTH = Inet.ETHERNET_HEADER + Inet6.IP_HEADER + 24 + 8;

  static final int ROUTER = 0x80;
  static final int SOLICITED = 0x40;
  static final int OVERRIDE = 0x20;

  private static final int IP = Inet.ETHERNET_HEADER;
  private static final int ICMP = IP + Inet6.IP_HEADER;
  private static final int FLAGS = ICMP + 4;
  private static final int TARGET = ICMP + 8;
  private static final int OPTIONS = ICMP + 24;
  private static final int MIN_LENGTH = OPTIONS - ICMP;

  /** Only what no router has forwarded comes with it. */
  private static final int HOP_LIMIT = 255;

  private static final int SOURCE_LINK_ADDRESS = 1;
  private static final int TARGET_LINK_ADDRESS = 2;
  private static final int OPTION_UNIT = 8;

  private NdMessage() {}

  /** The type of an ICMPv6 message without extension headers, whatever else is wrong; or -1. */
  static int type(DirectBuffer frame, int offset, int length) {
    boolean icmp = length > ICMP && Inet.u8(frame, offset + IP + Inet6.NEXT_HEADER) == Inet6.ICMP;
    return icmp ? Inet.u8(frame, offset + ICMP) : -1;
  }

  /** Whether a solicitation or advertisement is one that must not be discarded. */
  static boolean isValid(DirectBuffer frame, int offset, int length) {
    int total = Inet6.totalLength(frame, offset + IP, length - IP);
    int icmpLength = total - Inet6.IP_HEADER;
    if (icmpLength < MIN_LENGTH
        || Inet.u8(frame, offset + IP + Inet6.NEXT_HEADER) != Inet6.ICMP
        || Inet.u8(frame, offset + IP + Inet6.HOP_LIMIT) != HOP_LIMIT
        || Inet.u8(frame, offset + ICMP + 1) != 0
        || !Inet6.isChecksumRight(frame, offset + IP, Inet6.ICMP, offset + ICMP, icmpLength)
        || target(frame, offset).isMulticast()
        || !areOptionsSound(frame, offset, icmpLength)) {
      return false;
    }
    boolean group = destination(frame, offset).isMulticast();
    if (Inet.u8(frame, offset + ICMP) == ADVERTISEMENT) {
      return !group || (flags(frame, offset) & SOLICITED) == 0;
    }
    return !source(frame, offset).isUnspecified()
        || (destination(frame, offset).equals(target(frame, offset).solicitedNode())
            && linkAddress(frame, offset, length) == 0);
  }

  private static boolean areOptionsSound(DirectBuffer frame, int offset, int icmpLength) {
    int end = offset + ICMP + icmpLength;
    int at = offset + OPTIONS;
    while (at < end) {
      int size = at + 1 < end ? OPTION_UNIT * Inet.u8(frame, at + 1) : 0;
      if (size == 0 || at + size > end) {
        return false;
      }
      at += size;
    }
    return true;
  }

  static Address6 source(DirectBuffer frame, int offset) {
    return Inet6.address(frame, offset + IP + Inet6.SOURCE);
  }

  static Address6 destination(DirectBuffer frame, int offset) {
    return Inet6.address(frame, offset + IP + Inet6.DESTINATION);
  }

  static Address6 target(DirectBuffer frame, int offset) {
    return Inet6.address(frame, offset + TARGET);
  }

  /** Flags of an advertisement. */
  static int flags(DirectBuffer frame, int offset) {
    return Inet.u8(frame, offset + FLAGS);
  }

  /**
   * The link address that a message with sound options says is its source's (of a solicitation) or
   * its target's; 0 if it says none.
   */
  static long linkAddress(DirectBuffer frame, int offset, int length) {
    int end = offset + IP + Inet6.totalLength(frame, offset + IP, length - IP);
    int type = Inet.u8(frame, offset + ICMP);
    int wanted = type == SOLICITATION ? SOURCE_LINK_ADDRESS : TARGET_LINK_ADDRESS;
    int at = offset + OPTIONS;
    while (at < end) {
      int units = Inet.u8(frame, at + 1);
      if (Inet.u8(frame, at) == wanted && units == 1) {
        return mac(frame, at + 2);
      }
      at += OPTION_UNIT * units;
    }
    return 0;
  }

  /** A MAC address as a number. */
  static long mac(DirectBuffer buffer, int index) {
    return (long) Inet.u16(buffer, index) << 32 | (Inet.i32(buffer, index + 2) & 0xFFFF_FFFFL);
  }

  static void putMac(MutableDirectBuffer buffer, int index, long mac) {
    Inet.putU16(buffer, index, (int) (mac >>> 32));
    Inet.putI32(buffer, index + 2, (int) mac);
  }

  /**
   * Writes a frame of {@link #FRAME_LENGTH} octets at the buffer's start, with our link address.
   *
   * @param flags of an advertisement, 0 in a solicitation
   */
  static void write(
      MutableDirectBuffer frame,
      int type,
      int flags,
      long destinationMac,
      long ourMac,
      Address6 source,
      Address6 destination,
      Address6 target) {
    putMac(frame, 0, destinationMac);
    putMac(frame, 6, ourMac);
    Inet.putU16(frame, 12, Inet6.ETHERTYPE);
    int icmpLength = FRAME_LENGTH - ICMP;
    Inet6.writeHeader(frame, IP, 0, icmpLength, Inet6.ICMP, HOP_LIMIT, source, destination);
    Inet.putI32(frame, ICMP, type << 24);
    Inet.putI32(frame, FLAGS, flags << 24);
    Inet6.putAddress(frame, TARGET, target);
    frame.putByte(
        OPTIONS, (byte) (type == SOLICITATION ? SOURCE_LINK_ADDRESS : TARGET_LINK_ADDRESS));
    frame.putByte(OPTIONS + 1, (byte) 1);
    putMac(frame, OPTIONS + 2, ourMac);
    long pseudo = Inet6.pseudoHeader(source, destination, Inet6.ICMP, icmpLength);
    Inet.putU16(frame, ICMP + 2, Inet.checksum(frame, ICMP, icmpLength, pseudo));
  }
}
