package io.yett.dataplane;

import java.nio.ByteBuffer;

/** Builds frames by hand, so that tests can make wrong ones. */
final class Frames {
  private Frames() {}

  /** An Ethernet frame. MAC addresses are numbers. */
  static byte[] ethernet(long destination, long source, int type, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(14 + payload.length);
    frame.putShort((short) (destination >>> 32)).putInt((int) destination);
    frame.putShort((short) (source >>> 32)).putInt((int) source);
    return frame.putShort((short) type).put(payload).array();
  }

  /** An IPv4 frame to a MAC address of the gateway. */
  static byte[] ipv4Frame(long gatewayMac, byte[] packet) {
    return ethernet(gatewayMac, 0x02_00_00_00_00_99L, 0x0800, packet);
  }

  /** An IPv4 packet with DF clear, TTL 64. */
  static byte[] ipv4(String source, String destination, int protocol, byte[] payload) {
    return ipv4(source, destination, protocol, 0, 64, 0, payload);
  }

  static byte[] ipv4(
      String source,
      String destination,
      int protocol,
      int tos,
      int ttl,
      int flags,
      byte[] payload) {
    ByteBuffer packet = ByteBuffer.allocate(20 + payload.length);
    packet.put((byte) 0x45).put((byte) tos).putShort((short) packet.capacity());
    packet.putShort((short) 0x1234).putShort((short) flags);
    packet.put((byte) ttl).put((byte) protocol).putShort((short) 0);
    packet.put(TestGateway.ip(source).getAddress()).put(TestGateway.ip(destination).getAddress());
    packet.put(payload);
    return withChecksum(packet.array());
  }

  /** Sets the right header checksum. */
  static byte[] withChecksum(byte[] packet) {
    packet[10] = 0;
    packet[11] = 0;
    int sum = 0;
    int headerLength = (packet[0] & 15) * 4;
    for (int i = 0; i < headerLength; i += 2) {
      sum += ((packet[i] & 255) << 8) | (packet[i + 1] & 255);
    }
    sum = (sum & 0xFFFF) + (sum >>> 16);
    sum = ~((sum & 0xFFFF) + (sum >>> 16));
    packet[10] = (byte) (sum >>> 8);
    packet[11] = (byte) sum;
    return packet;
  }

  /** A UDP datagram with checksum 0. */
  static byte[] udp(int sourcePort, int destinationPort, byte[] payload) {
    ByteBuffer datagram = ByteBuffer.allocate(8 + payload.length);
    datagram.putShort((short) sourcePort).putShort((short) destinationPort);
    datagram.putShort((short) datagram.capacity()).putShort((short) 0);
    return datagram.put(payload).array();
  }

  /** Octets 0, 1, 2 .. */
  static byte[] counting(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }

  /** The packet inside an Ethernet frame. */
  static byte[] packet(byte[] frame) {
    return java.util.Arrays.copyOfRange(frame, 14, frame.length);
  }
}
