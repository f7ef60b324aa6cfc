package io.yett.perf.generator;

import io.yett.dpdk.Layout;
import io.yett.dpdk.Mbuf;
import io.yett.dpdk.Memory;
import io.yett.dpdk.Mempool;

/** Makes buffers for frames; their padding is written once, here, and not for each frame. */
public final class FramePool {
  private static final int ALIGNMENT = 64;

  /** What a tunnel may add behind a frame. */
  private static final int TRAILER = 128;

  private static final int BATCH = 32;

  private FramePool() {}

  /**
   * Creates a pool whose buffers hold the octets 00 01 02 ...
   *
   * @param name unique in the process
   * @param count of buffers; a power of two less one
   * @param largestFrame octets, without check sequence
   */
  public static Mempool create(String name, int count, int largestFrame) {
    int room = Layout.MBUF_HEADROOM + largestFrame + TRAILER + ALIGNMENT - 1 & -ALIGNMENT;
    Mempool pool =
        Mempool.create(
            name, count, Math.min(256, count / 4), Math.max(Mempool.DEFAULT_DATA_ROOM, room));
    fill(pool);
    return pool;
  }

  private static void fill(Mempool pool) {
    byte[] pattern = new byte[pool.dataRoom()];
    for (int i = 0; i < pattern.length; i++) {
      pattern[i] = (byte) (i - Layout.MBUF_HEADROOM);
    }
    long array = Memory.allocate(8L * pool.count());
    int taken = 0;
    while (taken < pool.count()
        && pool.allocate(array + 8L * taken, Math.min(BATCH, pool.count() - taken))) {
      taken += Math.min(BATCH, pool.count() - taken);
    }
    for (int i = 0; i < taken; i++) {
      Memory.copy(pattern, 0, Mbuf.buffer(Memory.getLong(array + 8L * i)), pattern.length);
    }
    Mbuf.free(array, taken);
  }
}
