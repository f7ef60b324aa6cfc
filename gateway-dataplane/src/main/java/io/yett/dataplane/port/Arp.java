package io.yett.dataplane.port;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** ARP for IPv4 over Ethernet as a whole frame (RFC 826): where its fields are. */
final class Arp {
  static final long BROADCAST = 0xFFFF_FFFF_FFFFL;
  static final int ETHERTYPE = 0x0806;
  static final int ETHERNET_HEADER = 14;

  /** Octets of a frame, without padding; a lane or device pads it. */
  static final int FRAME_LENGTH = ETHERNET_HEADER + 28;

  static final int REQUEST = 1;
  static final int REPLY = 2;

  private static final int HARDWARE_ETHERNET = 1;
  private static final int PROTOCOL_IPV4 = 0x0800;
  private static final int LENGTHS = 0x0604;

  private Arp() {}

  /** Whether it is ARP of a kind that we speak, with room for all of its fields. */
  static boolean isWellFormed(DirectBuffer frame, int offset, int length) {
    if (length < FRAME_LENGTH) {
      return false;
    }
    int arp = offset + ETHERNET_HEADER;
    return u16(frame, offset + 12) == ETHERTYPE
        && u16(frame, arp) == HARDWARE_ETHERNET
        && u16(frame, arp + 2) == PROTOCOL_IPV4
        && u16(frame, arp + 4) == LENGTHS;
  }

  static int operation(DirectBuffer frame, int offset) {
    return u16(frame, offset + ETHERNET_HEADER + 6);
  }

  static long senderMac(DirectBuffer frame, int offset) {
    return mac(frame, offset + ETHERNET_HEADER + 8);
  }

  static int senderAddress(DirectBuffer frame, int offset) {
    return frame.getInt(offset + ETHERNET_HEADER + 14, BIG_ENDIAN);
  }

  static int targetAddress(DirectBuffer frame, int offset) {
    return frame.getInt(offset + ETHERNET_HEADER + 24, BIG_ENDIAN);
  }

  /** Writes a frame of {@link #FRAME_LENGTH} octets at the buffer's start. */
  static void write(
      MutableDirectBuffer frame,
      long destinationMac,
      int operation,
      long senderMac,
      int senderAddress,
      long targetMac,
      int targetAddress) {
    putMac(frame, 0, destinationMac);
    putMac(frame, 6, senderMac);
    putU16(frame, 12, ETHERTYPE);
    int arp = ETHERNET_HEADER;
    putU16(frame, arp, HARDWARE_ETHERNET);
    putU16(frame, arp + 2, PROTOCOL_IPV4);
    putU16(frame, arp + 4, LENGTHS);
    putU16(frame, arp + 6, operation);
    putMac(frame, arp + 8, senderMac);
    frame.putInt(arp + 14, senderAddress, BIG_ENDIAN);
    putMac(frame, arp + 18, targetMac);
    frame.putInt(arp + 24, targetAddress, BIG_ENDIAN);
  }

  /** Whether a neighbour can have it: neither zero nor a group address. */
  static boolean isUnicast(long mac) {
    return mac != 0 && ((mac >>> 40) & 1) == 0;
  }

  private static long mac(DirectBuffer buffer, int index) {
    return (long) u16(buffer, index) << 32 | (buffer.getInt(index + 2, BIG_ENDIAN) & 0xFFFF_FFFFL);
  }

  private static void putMac(MutableDirectBuffer buffer, int index, long mac) {
    putU16(buffer, index, (int) (mac >>> 32));
    buffer.putInt(index + 2, (int) mac, BIG_ENDIAN);
  }

  private static int u16(DirectBuffer buffer, int index) {
    return buffer.getShort(index, BIG_ENDIAN) & 0xFFFF;
  }

  private static void putU16(MutableDirectBuffer buffer, int index, int value) {
    buffer.putShort(index, (short) value, BIG_ENDIAN);
  }
}
