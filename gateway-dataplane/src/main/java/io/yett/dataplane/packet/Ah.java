package io.yett.dataplane.packet;

import io.yett.dpdk.Memory;

/** The Authentication Header (RFC 4302), and what of an IPv4 header it protects. */
public final class Ah {
  /** Octets before the ICV. */
  public static final int HEADER = 12;

  public static final int NEXT_HEADER = 0;

  /** One octet: its length in words of 32 bits, less 2. */
  public static final int PAYLOAD_LENGTH = 1;

  public static final int SPI = 4;
  public static final int SEQUENCE = 8;

  private static final int END_OF_OPTIONS = 0;
  private static final int NO_OPERATION = 1;

  private Ah() {}

  /** What {@link #PAYLOAD_LENGTH} is of a header of that many octets, a multiple of 4. */
  public static int payloadLength(int octets) {
    return octets / Integer.BYTES - 2;
  }

  /** Octets of the whole header, of what its length says. */
  public static int length(long ah) {
    return (Memory.getUnsignedByte(ah + PAYLOAD_LENGTH) + 2) * Integer.BYTES;
  }

  /**
   * Zeroes what routers may change in an IPv4 header: TOS, flags and fragment offset, TTL,
   * checksum, and options (RFC 4302 section 3.3.3.1.1, appendix A). The header is sound, its
   * options too, and none asks for source routing.
   */
  public static void zeroMutable(long ip) {
    Memory.putByte(ip + Ipv4.TOS, (byte) 0);
    Memory.putShort(ip + Ipv4.FLAGS, (short) 0);
    Memory.putByte(ip + Ipv4.TTL, (byte) 0);
    Memory.putShort(ip + Ipv4.CHECKSUM, (short) 0);
    int headerLength = Ipv4.headerLength(ip);
    int at = Ipv4.HEADER;
    while (at < headerLength) {
      int type = Memory.getUnsignedByte(ip + at);
      if (type == END_OF_OPTIONS) {
        return;
      }
      int length = type == NO_OPERATION ? 1 : Memory.getUnsignedByte(ip + at + 1);
      if (!isImmutable(type)) {
        for (int i = 0; i < length; i++) {
          Memory.putByte(ip + at + i, (byte) 0);
        }
      }
      at += length;
    }
  }

  /**
   * No operation, security, extended security, commercial security, router alert, and sender
   * directed multi-destination delivery (RFC 4302 appendix A1). An option that is not listed there
   * is taken as one that may change.
   */
  private static boolean isImmutable(int type) {
    return switch (type) {
      case NO_OPERATION, 130, 133, 134, 148, 149 -> true;
      default -> false;
    };
  }
}
