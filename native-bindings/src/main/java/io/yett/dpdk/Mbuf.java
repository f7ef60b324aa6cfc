package io.yett.dpdk;

/**
 * Fields of a packet buffer (rte_mbuf) at an address. The owner of the mbuf calls; one thread at a
 * time. Nothing is checked.
 */
public final class Mbuf {
  /** Where an mbuf's pointer to its buffer is, for {@link #prefetchVia}. */
  public static final int BUFFER_POINTER = Layout.MBUF_BUF_ADDR;

  /** Bytes before the data of an mbuf that comes from its pool. */
  public static final int HEADROOM = Layout.MBUF_HEADROOM;

  private Mbuf() {}

  /** Address of the first byte of the packet in this segment. */
  public static long data(long mbuf) {
    return Memory.getLong(mbuf + Layout.MBUF_BUF_ADDR)
        + (Memory.getShort(mbuf + Layout.MBUF_DATA_OFF) & 0xffff);
  }

  /** Address of the buffer, which begins with the headroom. */
  public static long buffer(long mbuf) {
    return Memory.getLong(mbuf + Layout.MBUF_BUF_ADDR);
  }

  /** Bytes of the whole buffer, headroom and tailroom included. */
  public static int bufferLength(long mbuf) {
    return Memory.getUnsignedShort(mbuf + Layout.MBUF_BUF_LEN);
  }

  /** Bytes from the buffer's start to the data: the headroom left. */
  public static int dataOffset(long mbuf) {
    return Memory.getUnsignedShort(mbuf + Layout.MBUF_DATA_OFF);
  }

  public static void dataOffset(long mbuf, int offset) {
    Memory.putShort(mbuf + Layout.MBUF_DATA_OFF, (short) offset);
  }

  /**
   * Data offset, reference count, number of segments and port at one load, for {@link
   * #rearmDataOffset}, {@link #hasOneOwner} and {@link #hasOneSegment}.
   */
  public static long rearm(long mbuf) {
    return Memory.getLong(mbuf + Layout.MBUF_DATA_OFF);
  }

  /** The {@link #dataOffset} in a {@link #rearm}. */
  public static int rearmDataOffset(long rearm) {
    return (int) rearm & 0xFFFF;
  }

  /** True if a {@link #rearm} says that nobody else has the buffer. */
  public static boolean hasOneOwner(long rearm) {
    return (int) rearm >>> 16 == 1;
  }

  /** True if a {@link #rearm} says that the packet is in one buffer. */
  public static boolean hasOneSegment(long rearm) {
    return ((int) (rearm >>> 32) & 0xFFFF) == 1;
  }

  /** Bytes of data in this segment. */
  public static int dataLength(long mbuf) {
    return Memory.getUnsignedShort(mbuf + Layout.MBUF_DATA_LEN);
  }

  /** Bytes of the packet over all segments. */
  public static int packetLength(long mbuf) {
    return Memory.getInt(mbuf + Layout.MBUF_PKT_LEN);
  }

  /**
   * Sets both lengths of a packet in one segment, at one store; the VLAN tag behind them, which
   * counts only with its flag, becomes 0.
   */
  public static void length(long mbuf, int length) {
    Memory.putLong(mbuf + Layout.MBUF_PKT_LEN, length | ((long) length << 32));
  }

  /** Bytes free behind the data of this segment. */
  public static int tailroom(long mbuf) {
    return bufferLength(mbuf) - dataOffset(mbuf) - dataLength(mbuf);
  }

  /** Number of segments; 1 for a packet in one buffer. */
  public static int segments(long mbuf) {
    return Memory.getUnsignedShort(mbuf + Layout.MBUF_NB_SEGS);
  }

  /** Address of the next segment, or 0. */
  public static long next(long mbuf) {
    return Memory.getLong(mbuf + Layout.MBUF_NEXT);
  }

  public static int referenceCount(long mbuf) {
    return Memory.getUnsignedShort(mbuf + Layout.MBUF_REFCNT);
  }

  /** Id of the port that received it. */
  public static int port(long mbuf) {
    return Memory.getUnsignedShort(mbuf + Layout.MBUF_PORT);
  }

  public static void port(long mbuf, int port) {
    Memory.putShort(mbuf + Layout.MBUF_PORT, (short) port);
  }

  /** What the device found and what it shall do; DPDK's RTE_MBUF_F_*. */
  public static long offloadFlags(long mbuf) {
    return Memory.getLong(mbuf + Layout.MBUF_OL_FLAGS);
  }

  public static void offloadFlags(long mbuf, long flags) {
    Memory.putLong(mbuf + Layout.MBUF_OL_FLAGS, flags);
  }

  /** True if the device checked the IPv4 header checksum and found it wrong. */
  public static boolean hasBadIpChecksum(long mbuf) {
    return (offloadFlags(mbuf) & Layout.RX_IP_CKSUM_MASK) == Layout.RX_IP_CKSUM_BAD;
  }

  /** Address of the pool it returns to. */
  public static long pool(long mbuf) {
    return Memory.getLong(mbuf + Layout.MBUF_POOL);
  }

  /**
   * Frees {@code count} mbufs, whose addresses are at {@code array}, with their further segments.
   */
  public static void free(long array, int count) {
    HotCalls.mbufFree(array, count);
  }

  /**
   * Follows one pointer ahead of use: asks the CPU for lines behind the pointer that is at {@code
   * offset} bytes from each of {@code count} addresses.
   *
   * @param lines a bit for each cache line behind the pointer, bit 0 for the first
   */
  public static void prefetchVia(long array, int count, int offset, int lines) {
    HotCalls.prefetchVia(array, count, offset, lines);
  }

  /**
   * Asks the CPU for the cache line at {@code offset} bytes from each of {@code count} addresses.
   */
  public static void prefetch(long array, int count, int offset) {
    HotCalls.prefetch(array, count, offset);
  }
}
