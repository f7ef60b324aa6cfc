package io.yett.perf.generator;

import io.yett.dpdk.Mbuf;
import io.yett.dpdk.Memory;
import io.yett.dpdk.Mempool;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends the frames of templates at a pace. Work is for one thread; the pace may be changed and the
 * counters read by any.
 */
public final class Transmitter implements TrafficTask {
  private final Wire wire;
  private final Mempool pool;
  private final FrameTemplates templates;
  private final long mbufs = Memory.allocate(8L * Pace.MAX_BURST);
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong octets = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong skipped = new AtomicLong();
  private volatile Pace pace = Pace.stopped();

  /**
   * Makes one that stands still until it is given a pace; {@code pool} is where buffers are from.
   */
  public Transmitter(Wire wire, Mempool pool, FrameTemplates templates) {
    this.wire = wire;
    this.pool = pool;
    this.templates = templates;
  }

  /** From the next round on this pace applies; its schedule begins then. */
  public void pace(Pace next) {
    pace = next;
  }

  @Override
  public int work(long nanoTime) {
    Pace now = pace;
    int count = now.due(nanoTime);
    if (count == 0) {
      return 0;
    }
    now.offered(count);
    long late = now.takeSkipped();
    if (late != 0) {
      add(skipped, late);
    }
    if (!pool.allocate(mbufs, count)) {
      add(refused, count); // all buffers are on their way
      return count;
    }
    send(count, nanoTime);
    return count;
  }

  private void send(int count, long nanoTime) {
    long sequence = sent.getPlain();
    long size = 0;
    for (int i = 0; i < count; i++) {
      size += templates.write(Memory.getLong(mbufs + 8L * i), sequence + i, nanoTime);
    }
    int taken = wire.port().txBurst(wire.transmitQueue(), mbufs, count);
    if (taken < count) {
      for (int i = taken; i < count; i++) {
        size -= Mbuf.dataLength(Memory.getLong(mbufs + 8L * i));
      }
      Mbuf.free(mbufs + 8L * taken, count - taken);
      templates.back(count - taken);
      add(refused, count - taken);
    }
    add(octets, size);
    add(sent, taken);
  }

  /** The only writer adds. */
  private static void add(AtomicLong counter, long value) {
    counter.setRelease(counter.getPlain() + value);
  }

  /** Frames that the port took. They are numbered from 0 without a gap. */
  public long sent() {
    return sent.getAcquire();
  }

  /** Octets of those frames, without check sequences. */
  public long octets() {
    return octets.getAcquire();
  }

  /** Frames that were due and found the port's queue full, or no buffer. */
  public long refused() {
    return refused.getAcquire();
  }

  /** Frames that were due while this thread was held up, and were not even tried. */
  public long skipped() {
    return skipped.getAcquire();
  }
}
