package io.yett.dataplane;

import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import io.yett.dataplane.esp.EspStage;
import io.yett.dataplane.packet.Burst;
import io.yett.dpdk.Mbuf;

/**
 * Encrypts and decrypts the bursts that it claims from the ring. One thread, with an ESP stage of
 * its own; with a crypto device that works beside the CPU, several bursts are under way.
 */
final class PipelinedWorker {
  /** Bursts under way, a power of two. */
  static final int BURSTS = 2;

  /** Behind the headroom, of which the ESP headers take a line. */
  private static final int DATA_LINES = 0b0001_1110;

  private final RingBuffer<PipelinedShape.Slot> ring;
  private final Sequence claimed;
  private final EspStage esp;
  private final boolean fromAfar;
  private final long[] sequences = new long[BURSTS];
  private long begun;
  private long done;

  /**
   * Joins the parts.
   *
   * @param claimed the last burst that any worker has claimed; all workers share it
   * @param fromAfar packets come from another CPU's cache, so they are worth asking for ahead
   */
  PipelinedWorker(
      RingBuffer<PipelinedShape.Slot> ring, Sequence claimed, EspStage esp, boolean fromAfar) {
    this.fromAfar = fromAfar;
    this.ring = ring;
    this.claimed = claimed;
    this.esp = esp;
  }

  /** True if bursts are under way in the device. */
  boolean isBusy() {
    return begun != done;
  }

  /** One round; returns how much was done or is under way. */
  int round() {
    int work = 0;
    if (begun - done < BURSTS) {
      work += begin();
    }
    while (done < begun) {
      long sequence = sequences[(int) done & (BURSTS - 1)];
      PipelinedShape.Slot slot = ring.get(sequence);
      work++;
      if (!esp.isDone(slot.burst())) {
        break;
      }
      esp.finish(slot.burst());
      slot.finish(sequence);
      done++;
    }
    return work;
  }

  private int begin() {
    long next = claimed.get() + 1;
    if (next > ring.getCursor() || !claimed.compareAndSet(next - 1, next)) {
      return 0;
    }
    sequences[(int) begun & (BURSTS - 1)] = next;
    Burst burst = ring.get(next).burst();
    if (fromAfar) {
      ask(burst);
    }
    esp.begin(burst);
    begun++;
    return 1;
  }

  /** Asks for the packets' buffers, and for the first lines of their data. */
  private static void ask(Burst burst) {
    Mbuf.prefetch(burst.mbufs(), burst.count(), 0);
    Mbuf.prefetchVia(burst.mbufs(), burst.count(), Mbuf.BUFFER_POINTER, DATA_LINES);
  }
}
