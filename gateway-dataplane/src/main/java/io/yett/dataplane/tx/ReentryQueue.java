package io.yett.dataplane.tx;

import io.yett.dpdk.Memory;
import java.lang.foreign.Arena;

/**
 * Packets that came out of one tunnel and go into another, on their way from the TX stage, which
 * adds, back to the RX stage, which takes. A bounded off-heap ring of mbuf addresses for one writer
 * and one reader.
 */
public final class ReentryQueue {
  private static final int CAPACITY = 512;
  private static final int HEAD = 0;
  private static final int TAIL = 128;
  private static final int MBUFS = 256;

  private final long base;

  /** Makes an empty queue; the arena owns its memory. */
  public ReentryQueue(Arena arena) {
    this.base = arena.allocate(MBUFS + 8L * CAPACITY, 128).address();
  }

  /** TX stage: false if the queue is full. */
  boolean add(long mbuf) {
    long tail = Memory.getLong(base + TAIL);
    if (tail - Memory.getLongAcquire(base + HEAD) == CAPACITY) {
      return false;
    }
    Memory.putLong(place(tail), mbuf);
    Memory.putLongRelease(base + TAIL, tail + 1);
    return true;
  }

  /** RX stage: takes up to {@code limit} mbufs into an array; returns how many. */
  public int take(long array, int limit) {
    long head = Memory.getLong(base + HEAD);
    int count = (int) Math.min(limit, Memory.getLongAcquire(base + TAIL) - head);
    for (int i = 0; i < count; i++) {
      Memory.putLong(array + 8L * i, Memory.getLong(place(head + i)));
    }
    if (count != 0) {
      Memory.putLongRelease(base + HEAD, head + count);
    }
    return count;
  }

  private long place(long number) {
    return base + MBUFS + 8 * (number & (CAPACITY - 1));
  }
}
