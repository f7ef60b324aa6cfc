package io.yett.dataplane.port;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** IPv4 headers and checksums for the control thread; lanes have their own. */
public final class Inet {
  public static final int ETHERNET_HEADER = 14;
  public static final int IP_HEADER = 20;
  public static final int UDP_HEADER = 8;
  public static final int ICMP = 1;
  public static final int TCP = 6;
  public static final int UDP = 17;
  public static final int DEFAULT_TTL = 64;

  /** Octets from the IPv4 header. */
  public static final int TOTAL_LENGTH = 2;

  static final int IDENTIFICATION = 4;
  static final int FLAGS = 6;
  static final int TTL = 8;
  public static final int PROTOCOL = 9;
  static final int HEADER_CHECKSUM = 10;
  public static final int SOURCE = 12;
  public static final int DESTINATION = 16;

  private static final int MORE_FRAGMENTS = 0x2000;
  private static final int FRAGMENT_OFFSET = 0x1FFF;

  private Inet() {}

  public static int u8(DirectBuffer buffer, int index) {
    return buffer.getByte(index) & 0xFF;
  }

  public static int u16(DirectBuffer buffer, int index) {
    return buffer.getShort(index, BIG_ENDIAN) & 0xFFFF;
  }

  public static int i32(DirectBuffer buffer, int index) {
    return buffer.getInt(index, BIG_ENDIAN);
  }

  public static void putU16(MutableDirectBuffer buffer, int index, int value) {
    buffer.putShort(index, (short) value, BIG_ENDIAN);
  }

  public static void putI32(MutableDirectBuffer buffer, int index, int value) {
    buffer.putInt(index, value, BIG_ENDIAN);
  }

  /** An IPv4 address in host order, or throws {@link IllegalArgumentException}. */
  public static int toInt(InetAddress address) {
    byte[] octets = address.getAddress();
    if (octets.length != 4) {
      throw new IllegalArgumentException(address.getHostAddress() + " is no IPv4 address");
    }
    return ByteBuffer.wrap(octets).getInt();
  }

  public static InetAddress toAddress(int address) {
    byte[] octets = {
      (byte) (address >>> 24), (byte) (address >>> 16), (byte) (address >>> 8), (byte) address
    };
    try {
      return InetAddress.getByAddress(octets);
    } catch (UnknownHostException e) {
      throw new AssertionError("four octets make an address", e);
    }
  }

  /**
   * The length of a sound IPv4 packet's header, or 0: version, header length, total length within
   * the {@code length} octets at hand, header checksum.
   */
  public static int headerLength(DirectBuffer packet, int offset, int length) {
    if (length < IP_HEADER) {
      return 0;
    }
    int versionAndLength = u8(packet, offset);
    int header = (versionAndLength & 0x0F) * 4;
    int total = u16(packet, offset + TOTAL_LENGTH);
    boolean sound =
        versionAndLength >>> 4 == 4
            && header >= IP_HEADER
            && total >= header
            && total <= length
            && checksum(packet, offset, header, 0) == 0;
    return sound ? header : 0;
  }

  /** Whether it is a fragment, be it the first or a later one. */
  public static boolean isFragment(DirectBuffer packet, int offset) {
    return (u16(packet, offset + FLAGS) & (MORE_FRAGMENTS | FRAGMENT_OFFSET)) != 0;
  }

  /** Whether it is a fragment other than the first. */
  public static boolean isLaterFragment(DirectBuffer packet, int offset) {
    return (u16(packet, offset + FLAGS) & FRAGMENT_OFFSET) != 0;
  }

  /** The Internet checksum (RFC 1071) over some octets and what was summed before; 0 if sound. */
  public static int checksum(DirectBuffer buffer, int offset, int length, long initial) {
    return ~fold(sum(buffer, offset, length) + initial) & 0xFFFF;
  }

  /** The sum of the pseudo-header of UDP (RFC 768). */
  public static long pseudoHeader(int source, int destination, int protocol, int length) {
    return (source >>> 16)
        + (source & 0xFFFF)
        + (destination >>> 16)
        + (destination & 0xFFFFL)
        + protocol
        + length;
  }

  private static long sum(DirectBuffer buffer, int offset, int length) {
    long sum = 0;
    int end = offset + length;
    for (int i = offset; i + 1 < end; i += 2) {
      sum += u16(buffer, i);
    }
    return (length & 1) == 0 ? sum : sum + ((long) u8(buffer, end - 1) << 8);
  }

  private static int fold(long sum) {
    long folded = sum;
    while (folded > 0xFFFF) {
      folded = (folded & 0xFFFF) + (folded >>> 16);
    }
    return (int) folded;
  }

  /** Writes a header without options, with its checksum. */
  public static void writeHeader(
      MutableDirectBuffer packet,
      int offset,
      int typeOfService,
      int totalLength,
      int identification,
      int flagsAndOffset,
      int protocol,
      int source,
      int destination) {
    packet.putByte(offset, (byte) 0x45);
    packet.putByte(offset + 1, (byte) typeOfService);
    putU16(packet, offset + TOTAL_LENGTH, totalLength);
    putU16(packet, offset + IDENTIFICATION, identification);
    putU16(packet, offset + FLAGS, flagsAndOffset);
    packet.putByte(offset + TTL, (byte) DEFAULT_TTL);
    packet.putByte(offset + PROTOCOL, (byte) protocol);
    putU16(packet, offset + HEADER_CHECKSUM, 0);
    putI32(packet, offset + SOURCE, source);
    putI32(packet, offset + DESTINATION, destination);
    putU16(packet, offset + HEADER_CHECKSUM, checksum(packet, offset, IP_HEADER, 0));
  }
}
