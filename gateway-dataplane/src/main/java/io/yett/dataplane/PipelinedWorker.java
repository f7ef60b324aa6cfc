package io.yett.dataplane;

import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import io.yett.dataplane.esp.EspStage;

/**
 * Encrypts and decrypts the bursts that it claims from the ring. One thread, with an ESP stage of
 * its own; with a crypto device that works beside the CPU, several bursts are under way.
 */
final class PipelinedWorker {
  /** Bursts under way, a power of two. */
  static final int BURSTS = 2;

  private final RingBuffer<PipelinedShape.Slot> ring;
  private final Sequence claimed;
  private final EspStage esp;
  private final long[] sequences = new long[BURSTS];
  private long begun;
  private long done;

  /** {@code claimed} is the last burst that any worker has claimed; all workers share it. */
  PipelinedWorker(RingBuffer<PipelinedShape.Slot> ring, Sequence claimed, EspStage esp) {
    this.ring = ring;
    this.claimed = claimed;
    this.esp = esp;
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
    esp.begin(ring.get(next).burst());
    begun++;
    return 1;
  }
}
