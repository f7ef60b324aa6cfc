package io.yett.perf.generator;

import io.yett.dpdk.Memory;

/**
 * The layout of a test frame without VLAN, all in network byte order. Behind the UDP header: two
 * octets {@code 59 47}, a sequence number of eight octets, and eight octets of the sender's {@link
 * System#nanoTime}. What follows is padding. Together 60 octets: the smallest frame.
 */
public final class TestFrame {
  /** Octets of a frame that the generator writes. */
  public static final int LENGTH = 60;

  static final int ETHERNET = 14;
  static final int IPV4 = 20;
  static final int UDP = 8;
  static final int MARK = ETHERNET + IPV4 + UDP;
  static final int SEQUENCE = MARK + 2;
  static final int STAMP = SEQUENCE + 8;
  static final int MARKER = 0x5947;

  /** UDP port 9 discards (RFC 863), should a frame go astray. */
  static final int DESTINATION_PORT = 9;

  private static final int ETHER_TYPE = 12;
  private static final int ETHER_TYPE_IPV4 = 0x0800;
  private static final int VERSION_5_WORDS = 0x45;
  private static final int PROTOCOL = ETHERNET + 9;
  private static final int PROTOCOL_UDP = 17;
  private static final int PROTOCOL_ESP = 50;
  private static final int ESP_SEQUENCE = ETHERNET + IPV4 + 4;

  private TestFrame() {}

  /** True for frames of a generator, as they were sent or forwarded. */
  public static boolean isPlain(long frame, int length) {
    return length >= LENGTH
        && isIpv4(frame, PROTOCOL_UDP)
        && Memory.getNetworkShort(frame + MARK) == MARKER;
  }

  /** True for ESP over IPv4 without options. */
  public static boolean isEsp(long frame, int length) {
    return length >= LENGTH && isIpv4(frame, PROTOCOL_ESP);
  }

  private static boolean isIpv4(long frame, int protocol) {
    return Memory.getNetworkShort(frame + ETHER_TYPE) == ETHER_TYPE_IPV4
        && Memory.getUnsignedByte(frame + ETHERNET) == VERSION_5_WORDS
        && Memory.getUnsignedByte(frame + PROTOCOL) == protocol;
  }

  /** The generator's count of this frame, from 0. */
  public static long sequence(long frame) {
    return Memory.getNetworkLong(frame + SEQUENCE);
  }

  /** When the frame was sent, by the sender's {@link System#nanoTime}. */
  public static long stamp(long frame) {
    return Memory.getNetworkLong(frame + STAMP);
  }

  /** Low 32 bits of an ESP sequence number. */
  public static int espSequence(long frame) {
    return Memory.getNetworkInt(frame + ESP_SEQUENCE);
  }

  static void mark(long frame, long sequence, long nanoTime) {
    Memory.putNetworkLong(frame + SEQUENCE, sequence);
    Memory.putNetworkLong(frame + STAMP, nanoTime);
  }
}
