package io.yett.dataplane;

import java.nio.ByteBuffer;

/** Builds IPv6 frames by hand, so that tests can make wrong ones. */
final class Frames6 {
  static final int UDP = 17;
  static final int TCP = 6;
  static final int ICMP = 58;

  private Frames6() {}

  /** An IPv6 frame to a MAC address. */
  static byte[] frame(long mac, byte[] packet) {
    return Frames.ethernet(mac, 0x02_00_00_00_00_99L, 0x86DD, packet);
  }

  /** A packet with hop limit 64 and neither traffic class nor flow label. */
  static byte[] packet(String source, String destination, int nextHeader, byte[] payload) {
    return packet(source, destination, nextHeader, 0, 64, payload);
  }

  static byte[] packet(
      String source,
      String destination,
      int nextHeader,
      int trafficClass,
      int hopLimit,
      byte[] payload) {
    ByteBuffer packet = ByteBuffer.allocate(40 + payload.length);
    packet.putInt(6 << 28 | trafficClass << 20 | 0xABCDE).putShort((short) payload.length);
    packet.put((byte) nextHeader).put((byte) hopLimit);
    packet.put(TestGateway.ip(source).getAddress()).put(TestGateway.ip(destination).getAddress());
    return packet.put(payload).array();
  }

  /** An extension header of 8 octets in front of what follows. */
  static byte[] extension(int nextHeader, byte[] rest) {
    byte[] header = {(byte) nextHeader, 0, 1, 4, 0, 0, 0, 0}; // PadN
    return join(header, rest);
  }

  /** A fragment header in front of a part. */
  static byte[] fragment(int nextHeader, int offset, boolean more, byte[] part) {
    ByteBuffer header = ByteBuffer.allocate(8).put((byte) nextHeader).put((byte) 0);
    header.putShort((short) (offset | (more ? 1 : 0))).putInt(0x1234_5678);
    return join(header.array(), part);
  }

  static byte[] join(byte[] first, byte[] second) {
    byte[] all = java.util.Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  /** The packet with its hop limit one less. */
  static byte[] hopped(byte[] packet) {
    byte[] hopped = packet.clone();
    hopped[7]--;
    return hopped;
  }
}
