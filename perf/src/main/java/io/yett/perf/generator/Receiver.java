package io.yett.perf.generator;

import io.yett.dpdk.Mbuf;
import io.yett.dpdk.Memory;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Takes frames from a port, counts them, and looks for gaps in their sequence numbers. Work is for
 * one thread; the counters may be read by any.
 */
public final class Receiver implements TrafficTask {
  private static final int BURST = 32;

  /** What the frames are by now. */
  public enum Kind {
    /** As they were sent, but for what a router changes. */
    PLAIN,
    /** ESP over IPv4, of one SA; its sequence numbers are checked. */
    ESP
  }

  private final Wire wire;
  private final boolean esp;
  private final long mbufs = Memory.allocate(8L * BURST);
  private final SequenceCheck check = new SequenceCheck();
  private final AtomicLong received = new AtomicLong();
  private final AtomicLong octets = new AtomicLong();
  private final AtomicLong foreign = new AtomicLong();
  private final AtomicLong missing = new AtomicLong();
  private final AtomicLong late = new AtomicLong();

  /** Makes one that counts frames of this kind; all others are foreign. */
  public Receiver(Wire wire, Kind kind) {
    this.wire = wire;
    this.esp = kind == Kind.ESP;
  }

  @Override
  public int work(long nanoTime) {
    int count = wire.port().rxBurst(wire.receiveQueue(), mbufs, BURST);
    if (count == 0) {
      return 0;
    }
    long size = 0;
    int ours = 0;
    for (int i = 0; i < count; i++) {
      long mbuf = Memory.getLong(mbufs + 8L * i);
      int length = Mbuf.dataLength(mbuf);
      if (isOurs(Mbuf.data(mbuf), length)) {
        ours++;
        size += length;
      }
    }
    Mbuf.free(mbufs, count);
    add(foreign, count - ours);
    add(octets, size);
    missing.setRelease(check.missing());
    late.setRelease(check.late());
    add(received, ours);
    return count;
  }

  private boolean isOurs(long frame, int length) {
    if (esp) {
      if (!TestFrame.isEsp(frame, length)) {
        return false;
      }
      check.next32(TestFrame.espSequence(frame));
      return true;
    }
    if (!TestFrame.isPlain(frame, length)) {
      return false;
    }
    check.next(TestFrame.sequence(frame));
    return true;
  }

  /** The only writer adds. */
  private static void add(AtomicLong counter, long value) {
    counter.setRelease(counter.getPlain() + value);
  }

  /** Frames of the generator. */
  public long received() {
    return received.getAcquire();
  }

  /** Octets of those frames, without check sequences. */
  public long octets() {
    return octets.getAcquire();
  }

  /** Frames of others, such as ARP. */
  public long foreign() {
    return foreign.getAcquire();
  }

  /** Sequence numbers that were passed over. */
  public long missing() {
    return missing.getAcquire();
  }

  /** Frames that came after one with a higher number, or twice. */
  public long late() {
    return late.getAcquire();
  }
}
