package io.yett.dataplane.tx;

import io.yett.dataplane.packet.Burst;
import io.yett.dataplane.packet.Origin;
import io.yett.dataplane.spd.FlowCache;
import io.yett.dpdk.Memory;
import java.lang.foreign.Arena;

/**
 * Packets that are classified once more, on their way from the TX stage, which adds, back to the RX
 * stage, which takes: those that came out of one tunnel and go into another, fragments that we
 * made, and packets that we put together. Or on their way to another lane, which judges them. A
 * bounded off-heap ring for one writer and one reader.
 */
public final class ReentryQueue {
  /** As deep as a port's queue, so that the lane that takes may sleep as long as with that. */
  private static final int CAPACITY = 1024;

  private static final int HEAD = 0;
  private static final int TAIL = 128;
  private static final int ENTRIES = 256;
  private static final int ENTRY = 16;
  private static final int FLOW = 8;

  /** In place of a flow: a packet that came out of a tunnel. */
  private static final long FROM_TUNNEL = -1;

  private static final int UNKNOWN = -1;

  /** With a port number, in place of a flow: a packet as if it came by that port. */
  private static final long AS_RECEIVED = 1L << 63;

  private static final int ANY_FLOW = 0x100;

  private final long base;

  /** Makes an empty queue; the arena owns its memory. */
  public ReentryQueue(Arena arena) {
    this.base = arena.allocate(ENTRIES + (long) ENTRY * CAPACITY, 128).address();
  }

  /** TX stage: a packet that came out of a tunnel; false if the queue is full. */
  boolean addFromTunnel(long mbuf) {
    return add(mbuf, FROM_TUNNEL);
  }

  /**
   * TX stage: a packet that goes where its flow goes, whatever ports it shows; false if the queue
   * is full.
   *
   * @param rest the second half of the flow's key
   */
  boolean addOfFlow(long mbuf, long rest) {
    return add(mbuf, rest);
  }

  /**
   * TX stage: a whole frame that is classified as if it came by that port; false if the queue is
   * full.
   */
  boolean addAsReceived(long mbuf, int port) {
    return add(mbuf, AS_RECEIVED | port);
  }

  /** TX stage: whether so many packets would find room. */
  boolean hasRoom(int packets) {
    return CAPACITY - (Memory.getLong(base + TAIL) - Memory.getLongAcquire(base + HEAD)) >= packets;
  }

  private boolean add(long mbuf, long flow) {
    long tail = Memory.getLong(base + TAIL);
    if (tail - Memory.getLongAcquire(base + HEAD) == CAPACITY) {
      return false;
    }
    long place = place(tail);
    Memory.putLong(place, mbuf);
    Memory.putLong(place + FLOW, flow);
    Memory.putLongRelease(base + TAIL, tail + 1);
    return true;
  }

  /**
   * RX stage: fills a burst with up to {@code limit} packets of one origin; returns how many. If
   * their flows are known, the second half of each one's key is its entry's sequence.
   */
  public int take(Burst burst, int limit, long nanoTime) {
    long head = Memory.getLong(base + HEAD);
    int available = (int) Math.min(limit, Memory.getLongAcquire(base + TAIL) - head);
    if (available == 0) {
      return 0;
    }
    int kind = kind(head);
    int count = 0;
    while (count < available && kind(head + count) == kind) {
      long place = place(head + count);
      Memory.putLong(burst.mbufs() + 8L * count, Memory.getLong(place));
      Burst.sequence(burst.entry(count), Memory.getLong(place + FLOW));
      count++;
    }
    Memory.putLongRelease(base + HEAD, head + count);
    burst.reset(kind == UNKNOWN ? Origin.TUNNEL : kind & ~ANY_FLOW, count, nanoTime);
    burst.flowsKnown(kind != UNKNOWN && (kind & ANY_FLOW) == 0);
    return count;
  }

  /** TX stage, when RX has stopped: takes up to {@code limit} mbufs into an array. */
  int drain(long array, int limit) {
    long head = Memory.getLong(base + HEAD);
    int count = (int) Math.min(limit, Memory.getLong(base + TAIL) - head);
    for (int i = 0; i < count; i++) {
      Memory.putLong(array + 8L * i, Memory.getLong(place(head + i)));
    }
    Memory.putLongRelease(base + HEAD, head + count);
    return count;
  }

  /** The ingress port, and {@link #ANY_FLOW} if the packet's flow is not known; or UNKNOWN. */
  private int kind(long number) {
    long flow = Memory.getLong(place(number) + FLOW);
    if (flow == FROM_TUNNEL) {
      return UNKNOWN;
    }
    return flow < 0 ? ANY_FLOW | (int) flow : FlowCache.ingressPort(flow);
  }

  private long place(long number) {
    return base + ENTRIES + ENTRY * (number & (CAPACITY - 1));
  }
}
