package io.yett.perf.traffic;

import io.yett.perf.scenario.Mix;
import java.nio.ByteBuffer;

/** Makes Ethernet frames with UDP over IPv4. */
final class ClearFrames {
  static final int IPV4_HEADER = 20;
  static final int PROTOCOL_UDP = 17;
  static final int PROTOCOL_ESP = 50;
  private static final int IPV4_TYPE = 0x0800;
  private static final int UDP_HEADER = 8;
  private static final int TTL = 64;
  private static final long SENDER_MAC = 0x02_00_00_00_00_99L;

  private ClearFrames() {}

  /** A frame around an IP packet. */
  static byte[] frame(long destinationMac, byte[] packet) {
    ByteBuffer frame = ByteBuffer.allocate(Mix.ETHERNET + packet.length);
    putMac(frame, destinationMac);
    putMac(frame, SENDER_MAC);
    return frame.putShort((short) IPV4_TYPE).put(packet).array();
  }

  /** An IP packet of a flow, of so many octets. */
  static byte[] packet(Flow flow, int length, int id) {
    ByteBuffer packet = ByteBuffer.allocate(length);
    putIpv4(packet, length, id, PROTOCOL_UDP, flow.source(), flow.destination());
    packet.putShort((short) flow.sourcePort()).putShort((short) flow.destinationPort());
    // No checksum, as RFC 768 allows over IPv4.
    packet.putShort((short) (length - IPV4_HEADER)).putShort((short) 0);
    for (int i = IPV4_HEADER + UDP_HEADER; i < length; i++) {
      packet.put((byte) (i + id));
    }
    return packet.array();
  }

  /** Writes an IPv4 header without options at the buffer's position. */
  static void putIpv4(
      ByteBuffer out, int length, int id, int protocol, int source, int destination) {
    int begin = out.position();
    out.put((byte) 0x45).put((byte) 0).putShort((short) length);
    out.putShort((short) id).putShort((short) 0);
    out.put((byte) TTL).put((byte) protocol).putShort((short) 0);
    out.putInt(source).putInt(destination);
    out.putShort(begin + 10, (short) checksum(out, begin));
  }

  private static void putMac(ByteBuffer out, long mac) {
    out.putShort((short) (mac >>> 32)).putInt((int) mac);
  }

  /** RFC 1071. */
  private static int checksum(ByteBuffer bytes, int at) {
    int sum = 0;
    for (int i = 0; i < IPV4_HEADER; i += 2) {
      sum += bytes.getShort(at + i) & 0xFFFF;
    }
    sum = (sum & 0xFFFF) + (sum >>> 16);
    return ~(sum + (sum >>> 16)) & 0xFFFF;
  }
}
