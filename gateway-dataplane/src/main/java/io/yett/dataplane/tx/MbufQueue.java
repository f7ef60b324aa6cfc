package io.yett.dataplane.tx;

import io.yett.dpdk.Mbuf;
import io.yett.dpdk.Memory;
import java.lang.foreign.Arena;

/**
 * Packets on their way from a TX stage, which adds, to an RX stage, which takes: of the same lane,
 * when they came out of one tunnel and go into another, or of the lane that owns their SA. A
 * bounded off-heap ring of mbuf addresses, each with the port by which it came, for one writer and
 * one reader.
 */
public final class MbufQueue {
  private static final int CAPACITY = 512;

  // The reader's line, the writer's, and what they hand over.
  private static final int HEAD = 0;
  private static final int TAIL = 128;
  private static final int MBUFS = 256;
  private static final int PORTS = MBUFS + 8 * CAPACITY;
  private static final int OCTETS = PORTS + CAPACITY;

  private final long base;

  /** Makes an empty queue; the arena owns its memory. */
  public MbufQueue(Arena arena) {
    this.base = arena.allocate(OCTETS, 128).address();
  }

  /**
   * TX stage: false if the queue is full.
   *
   * @param port by which the packet came, or one of {@code Origin}: 0..127
   */
  boolean add(long mbuf, int port) {
    long tail = Memory.getLong(base + TAIL);
    if (tail - Memory.getLongAcquire(base + HEAD) == CAPACITY) {
      return false;
    }
    Memory.putLong(mbuf(tail), mbuf);
    Memory.putByte(port(tail), (byte) port);
    Memory.putLongRelease(base + TAIL, tail + 1);
    return true;
  }

  /** RX stage: the port of the first packet, or -1 if there is none. */
  public int nextPort() {
    long head = Memory.getLong(base + HEAD);
    return head == Memory.getLongAcquire(base + TAIL) ? -1 : Memory.getByte(port(head));
  }

  /**
   * RX stage: takes packets that came by one port, {@link #nextPort}, into an array of mbufs;
   * returns how many.
   */
  public int take(long array, int limit) {
    long head = Memory.getLong(base + HEAD);
    int count = (int) Math.min(limit, Memory.getLongAcquire(base + TAIL) - head);
    int taken = 0;
    while (taken < count && Memory.getByte(port(head + taken)) == Memory.getByte(port(head))) {
      Memory.putLong(array + 8L * taken, Memory.getLong(mbuf(head + taken)));
      taken++;
    }
    if (taken != 0) {
      Memory.putLongRelease(base + HEAD, head + taken);
    }
    return taken;
  }

  /** Frees what is left, when neither stage runs any more; returns how many packets those were. */
  public int free() {
    long head = Memory.getLong(base + HEAD);
    long tail = Memory.getLongAcquire(base + TAIL);
    for (long number = head; number < tail; number++) {
      Mbuf.free(mbuf(number), 1);
    }
    Memory.putLongRelease(base + HEAD, tail);
    return (int) (tail - head);
  }

  private long mbuf(long number) {
    return base + MBUFS + 8 * (number & (CAPACITY - 1));
  }

  private long port(long number) {
    return base + PORTS + (number & (CAPACITY - 1));
  }
}
