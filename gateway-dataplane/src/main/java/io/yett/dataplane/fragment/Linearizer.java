package io.yett.dataplane.fragment;

import io.yett.dpdk.Mbuf;
import io.yett.dpdk.Memory;
import io.yett.dpdk.Mempool;
import java.lang.foreign.Arena;

/**
 * Copies a packet that spans several buffers into one: all stages read and encrypt one stretch of
 * memory. Owned by the RX stage.
 */
public final class Linearizer {
  /** More buffers than any frame of a port has; what claims more is not believed. */
  private static final int MAX_SEGMENTS = 64;

  private final Mempool pool;
  private final long array;

  /** A linearizer that takes buffers from this pool; the arena owns its memory. */
  public Linearizer(Arena arena, Mempool pool) {
    this.pool = pool;
    this.array = arena.allocate(16, 8).address();
  }

  /**
   * An mbuf with the whole packet, in place of the given one, which is freed; or 0 if the packet
   * fits no buffer or none is free, and then the given one stays the caller's.
   */
  public long linearize(long mbuf) {
    int length = Mbuf.packetLength(mbuf);
    if (!isConsistent(mbuf, length)
        || length > pool.dataRoom() - Mbuf.HEADROOM
        || !pool.allocate(array, 1)) {
      return 0;
    }
    long whole = Memory.getLong(array);
    long to = Mbuf.data(whole);
    for (long segment = mbuf; segment != 0; segment = Mbuf.next(segment)) {
      Memory.copy(Mbuf.data(segment), to, Mbuf.dataLength(segment));
      to += Mbuf.dataLength(segment);
    }
    Mbuf.length(whole, length);
    Memory.putLong(array, mbuf);
    Mbuf.free(array, 1);
    return whole;
  }

  /** The segments are as many and as long as the first one says. */
  private static boolean isConsistent(long mbuf, int length) {
    int segments = 0;
    long octets = 0;
    for (long segment = mbuf;
        segment != 0 && segments <= MAX_SEGMENTS;
        segment = Mbuf.next(segment)) {
      segments++;
      octets += Mbuf.dataLength(segment);
    }
    return segments == Mbuf.segments(mbuf) && octets == length;
  }
}
