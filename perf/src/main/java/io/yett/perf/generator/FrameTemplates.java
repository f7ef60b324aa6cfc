package io.yett.perf.generator;

import io.yett.dpdk.Mbuf;
import io.yett.dpdk.Memory;
import java.nio.ByteBuffer;

/**
 * Frames ready to be sent but for sequence number and time, off-heap, a cache line each. One
 * thread.
 */
public final class FrameTemplates {
  private static final int LINE = Memory.CACHE_LINE;
  private static final int MAX_TEMPLATES = 65_536;

  private final int count;
  private final long lines;
  private final int[] lengths;
  private int next;

  /** Writes a template for each combination of flow and size. Its memory is never freed. */
  public FrameTemplates(Traffic traffic) {
    int sizes = traffic.mix().sizes().size();
    this.count = Math.min(leastCommonMultiple(traffic.flows(), sizes), MAX_TEMPLATES);
    this.lines = Memory.allocate((long) count * LINE);
    this.lengths = new int[count];
    for (int i = 0; i < count; i++) {
      lengths[i] = traffic.mix().sizes().get(i % sizes) - FrameMix.CHECK_SEQUENCE;
      byte[] head = head(traffic, i % traffic.flows(), lengths[i]);
      Memory.copy(head, 0, lines + (long) i * LINE, head.length);
    }
  }

  private static int leastCommonMultiple(int a, int b) {
    int x = a;
    int y = b;
    while (y != 0) {
      int rest = x % y;
      x = y;
      y = rest;
    }
    return a / x * b;
  }

  private static byte[] head(Traffic traffic, int flow, int length) {
    ByteBuffer out = ByteBuffer.allocate(LINE);
    putMac(out, traffic.destinationMac());
    putMac(out, traffic.sourceMac());
    out.putShort((short) 0x0800);
    int packet = length - TestFrame.ETHERNET;
    out.put((byte) 0x45).put((byte) 0).putShort((short) packet);
    out.putShort((short) flow)
        .putShort((short) 0)
        .put((byte) 64)
        .put((byte) 17)
        .putShort((short) 0);
    out.putInt(traffic.source() + flow % Traffic.HOSTS).putInt(traffic.destination());
    out.putShort(TestFrame.ETHERNET + 10, (short) checksum(out, TestFrame.ETHERNET));
    out.putShort((short) (Traffic.FIRST_PORT + flow)).putShort((short) TestFrame.DESTINATION_PORT);
    out.putShort((short) (packet - TestFrame.IPV4)).putShort((short) 0); // 0: no UDP checksum
    out.putShort((short) TestFrame.MARKER);
    return out.array();
  }

  private static void putMac(ByteBuffer out, long mac) {
    out.putShort((short) (mac >>> 32)).putInt((int) mac);
  }

  /** RFC 1071, over an IPv4 header without options. */
  private static int checksum(ByteBuffer bytes, int at) {
    int sum = 0;
    for (int i = 0; i < TestFrame.IPV4; i += 2) {
      sum += bytes.getShort(at + i) & 0xffff;
    }
    sum = (sum & 0xffff) + (sum >>> 16);
    return ~(sum + (sum >>> 16)) & 0xffff;
  }

  /** Different frames that there are. */
  public int count() {
    return count;
  }

  /**
   * Makes an mbuf the next frame, and returns its length. What is behind its first 60 octets stays
   * as it is.
   */
  int write(long mbuf, long sequence, long nanoTime) {
    int index = next;
    next = index + 1 == count ? 0 : index + 1;
    long from = lines + (long) index * LINE;
    long frame = Mbuf.data(mbuf);
    for (int i = 0; i < LINE; i += 8) {
      Memory.putLong(frame + i, Memory.getLong(from + i));
    }
    TestFrame.mark(frame, sequence, nanoTime);
    Mbuf.length(mbuf, lengths[index]);
    return lengths[index];
  }

  /** The last so many frames were not sent; they come again. */
  void back(int frames) {
    next = Math.floorMod(next - frames, count);
  }
}
