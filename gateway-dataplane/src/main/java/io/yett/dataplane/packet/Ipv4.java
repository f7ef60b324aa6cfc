package io.yett.dataplane.packet;

import io.yett.dpdk.Memory;

/** The IPv4 header (RFC 791). Methods take the address of its first octet. */
public final class Ipv4 {
  /** Octets of a header without options. */
  public static final int HEADER = 20;

  /** Octets of the longest header. */
  public static final int MAX_HEADER = 60;

  public static final int TOS = 1;
  public static final int TOTAL_LENGTH = 2;
  public static final int ID = 4;
  public static final int FLAGS = 6;
  public static final int TTL = 8;
  public static final int PROTOCOL = 9;
  public static final int CHECKSUM = 10;
  public static final int SOURCE = 12;
  public static final int DESTINATION = 16;

  public static final int VERSION_4_NO_OPTIONS = 0x45;

  public static final int PROTOCOL_ICMP = 1;
  public static final int PROTOCOL_IPV4 = 4;
  public static final int PROTOCOL_TCP = 6;
  public static final int PROTOCOL_UDP = 17;
  public static final int PROTOCOL_ESP = 50;
  public static final int PROTOCOL_AH = 51;
  public static final int PROTOCOL_NO_NEXT = 59;
  public static final int PROTOCOL_SCTP = 132;

  /** Flags and fragment offset as a little-endian load finds them. */
  public static final int WIRE_DF = 0x0040;

  public static final int WIRE_MORE_FRAGMENTS = 0x0020;
  public static final int WIRE_FRAGMENT_OFFSET = 0xFF1F;

  /** Not zero if the packet is a fragment, first or later. */
  public static final int WIRE_FRAGMENT = WIRE_FRAGMENT_OFFSET | WIRE_MORE_FRAGMENTS;

  /** The two ECN bits of TOS (RFC 3168). */
  public static final int ECN_MASK = 3;

  public static final int ECN_NOT_CAPABLE = 0;
  public static final int ECN_ECT1 = 1;
  public static final int ECN_ECT0 = 2;
  public static final int ECN_CE = 3;

  /** A fragment, or a protocol without ports. */
  public static final long NO_PORTS = -1;

  private Ipv4() {}

  /** Octets of the header: 20..60 if the packet is well-formed. */
  public static int headerLength(long ip) {
    return (Memory.getByte(ip) & 0x0F) << 2;
  }

  public static int totalLength(long ip) {
    return Short.reverseBytes(Memory.getShort(ip + TOTAL_LENGTH)) & 0xFFFF;
  }

  public static int protocol(long ip) {
    return Memory.getByte(ip + PROTOCOL) & 0xFF;
  }

  /** Flags and fragment offset as a little-endian load finds them. */
  public static int wireFlags(long ip) {
    return Memory.getShort(ip + FLAGS) & 0xFFFF;
  }

  /**
   * Checks version, header length and total length against the octets there are, and the checksum.
   */
  public static boolean isValid(long ip, int available) {
    return isWellFormed(ip, available) && Checksum.isHeaderValid(ip, headerLength(ip));
  }

  /** Checks version, header length and total length against the octets there are. */
  public static boolean isWellFormed(long ip, int available) {
    if (available < HEADER) {
      return false;
    }
    int versionAndLength = Memory.getByte(ip) & 0xFF;
    int headerLength = (versionAndLength & 0x0F) << 2;
    int totalLength = totalLength(ip);
    return versionAndLength >>> 4 == 4
        && headerLength >= HEADER
        && totalLength >= headerLength
        && totalLength <= available;
  }

  /**
   * Takes one off the TTL and updates the checksum (RFC 1141), at one load and one store. The TTL
   * must be over 0.
   */
  public static void decrementTtl(long ip) {
    // TTL is the low octet of the word and the checksum its high half: less 1, and more 1.
    long word = (Memory.getInt(ip + TTL) & 0xFFFF_FFFFL) + 0xFFFF;
    Memory.putInt(ip + TTL, (int) (word + ((word >>> 32) << 16)));
  }

  /**
   * Makes a packet a fragment of another or a whole: total length, flags and offset, and the
   * checksum.
   *
   * @param wireFlags as {@link #wireFlags} has it
   */
  public static void setFragment(long ip, int totalLength, int wireFlags) {
    Memory.putShort(ip + TOTAL_LENGTH, Short.reverseBytes((short) totalLength));
    Memory.putShort(ip + FLAGS, (short) wireFlags);
    Memory.putShort(ip + CHECKSUM, (short) 0);
    Memory.putShort(ip + CHECKSUM, (short) ~Checksum.fold(Checksum.sum(ip, headerLength(ip))));
  }

  /** Sets the ECN bits and updates the checksum (RFC 1624). */
  public static void setEcn(long ip, int ecn) {
    int before = Memory.getShort(ip) & 0xFFFF;
    int after = (before & ~(ECN_MASK << 8)) | (ecn << 8);
    Memory.putShort(ip, (short) after);
    Checksum.update(ip + CHECKSUM, before, after);
  }

  /**
   * True if the options are well-formed and ask for no source routing (RFC 791 §3.1, RFC 7126 §4).
   */
  public static boolean areOptionsAllowed(long ip, int headerLength) {
    int at = HEADER;
    while (at < headerLength) {
      int type = Memory.getByte(ip + at) & 0xFF;
      if (type == 0) {
        return true;
      }
      if (type == 1) {
        at++;
        continue;
      }
      if (at + 1 >= headerLength || type == 131 || type == 137) {
        return false;
      }
      int length = Memory.getByte(ip + at + 1) & 0xFF;
      if (length < 2 || at + length > headerLength) {
        return false;
      }
      at += length;
    }
    return true;
  }

  /**
   * Both ports as a little-endian load of the wire finds them, or {@link #NO_PORTS}. The type and
   * code of ICMP stand for both ports (RFC 4301 §4.4.1.1, RFC 7296 §3.13.1).
   */
  public static long wirePorts(long ip, int headerLength, int length, int protocol) {
    if ((wireFlags(ip) & WIRE_FRAGMENT) != 0 || length < headerLength + Integer.BYTES) {
      return NO_PORTS;
    }
    if (hasPorts(protocol)) {
      return Memory.getInt(ip + headerLength) & 0xFFFF_FFFFL;
    }
    if (protocol == PROTOCOL_ICMP) {
      return Memory.getUnsignedShort(ip + headerLength) * 0x1_0001L;
    }
    return NO_PORTS;
  }

  /** The first of two ports in host order; -1 for {@link #NO_PORTS}. */
  public static int sourcePort(long wirePorts) {
    return wirePorts < 0 ? -1 : Short.reverseBytes((short) wirePorts) & 0xFFFF;
  }

  /** The second of two ports in host order; -1 for {@link #NO_PORTS}. */
  public static int destinationPort(long wirePorts) {
    return wirePorts < 0 ? -1 : Short.reverseBytes((short) (wirePorts >>> 16)) & 0xFFFF;
  }

  /** True if transport headers of this protocol begin with a source and a destination port. */
  public static boolean hasPorts(int protocol) {
    return protocol == PROTOCOL_UDP || protocol == PROTOCOL_TCP || protocol == PROTOCOL_SCTP;
  }
}
