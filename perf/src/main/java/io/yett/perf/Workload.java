package io.yett.perf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * UDP packets of one size, in a pcap file that net_pcap repeats without end.
 *
 * @param frameSize octets of an Ethernet frame as it is on a wire, with its check sequence
 * @param file frames without check sequence
 */
record Workload(int frameSize, Path file) {
  /** Flows: addresses and ports differ, all go through one SA. */
  static final int FLOWS = 256;

  /** net_pcap's own address is this, and the index of the port in the last octet. */
  static final long FIRST_PCAP_MAC = 0x02_70_63_61_70_00L;

  static final int SOURCE_NETWORK = 0x0A_01_00_00;
  static final int DESTINATION = 0x0A_02_00_05;

  private static final long SENDER_MAC = 0x02_00_00_00_00_99L;
  private static final int CHECK_SEQUENCE = 4;
  private static final int ETHERNET = 14;
  private static final int IPV4 = 20;
  private static final int UDP = 8;
  private static final int SMALLEST = ETHERNET + IPV4 + UDP + CHECK_SEQUENCE;

  /** Writes the file into a directory. */
  static Workload create(Path directory, int frameSize) throws BenchException {
    if (frameSize < SMALLEST || frameSize > 1518) {
      throw new BenchException(
          "no frame of " + frameSize + " octets; remedy: use sizes of " + SMALLEST + "..1518");
    }
    int length = frameSize - CHECK_SEQUENCE;
    ByteBuffer out = ByteBuffer.allocate(24 + FLOWS * (16 + length));
    out.order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4);
    out.putInt(0).putInt(0).putInt(65_535).putInt(1);
    for (int i = 0; i < FLOWS; i++) {
      out.order(ByteOrder.LITTLE_ENDIAN).putInt(0).putInt(0).putInt(length).putInt(length);
      putFrame(out.order(ByteOrder.BIG_ENDIAN), i, length);
    }
    try {
      Path file = directory.resolve("udp-" + frameSize + ".pcap");
      return new Workload(frameSize, Files.write(file, out.array()));
    } catch (IOException e) {
      throw new BenchException("cannot write packets to " + directory + ": " + e, e);
    }
  }

  private static void putFrame(ByteBuffer out, int flow, int length) {
    int end = out.position() + length;
    putMac(out, FIRST_PCAP_MAC);
    putMac(out, SENDER_MAC);
    out.putShort((short) 0x0800);
    int ip = out.position();
    out.put((byte) 0x45).put((byte) 0).putShort((short) (length - ETHERNET));
    out.putShort((short) flow).putShort((short) 0).put((byte) 64).put((byte) 17);
    out.putShort((short) 0).putInt(SOURCE_NETWORK + 2 + flow % 200).putInt(DESTINATION);
    out.putShort(ip + 10, (short) checksum(out, ip));
    out.putShort((short) (1024 + flow)).putShort((short) 5000);
    out.putShort((short) (length - ETHERNET - IPV4)).putShort((short) 0);
    while (out.position() < end) {
      out.put((byte) out.position());
    }
  }

  private static void putMac(ByteBuffer out, long mac) {
    out.putShort((short) (mac >>> 32)).putInt((int) mac);
  }

  /** RFC 1071, over an IPv4 header without options. */
  private static int checksum(ByteBuffer bytes, int at) {
    int sum = 0;
    for (int i = 0; i < IPV4; i += 2) {
      sum += bytes.getShort(at + i) & 0xffff;
    }
    sum = (sum & 0xffff) + (sum >>> 16);
    return ~(sum + (sum >>> 16)) & 0xffff;
  }
}
