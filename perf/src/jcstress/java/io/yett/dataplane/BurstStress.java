package io.yett.dataplane;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import io.yett.dataplane.packet.Burst;
import io.yett.perf.jcstress.RecycledArena;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** A burst through the pipelined ring: leader to worker, and back to the leader. */
public final class BurstStress {
  private static final long RECEIVED = 0x1_0000_0001L;
  private static final long ENCRYPTED = 0x2_0000_0002L;

  private BurstStress() {}

  /** The ring as the pipelined shape has it, with two places. */
  private static final class Ring {
    private final RingBuffer<PipelinedShape.Slot> ring =
        RingBuffer.createSingleProducer(
            () -> new PipelinedShape.Slot(new Burst(new RecycledArena())),
            2,
            new BusySpinWaitStrategy());
    private final Sequence claimed = new Sequence();

    /** Leader: receives a burst of one packet, and hands it over. */
    void receive() {
      long sequence = ring.next();
      Burst burst = ring.get(sequence).burst();
      burst.reset(0, 1, 0);
      Burst.sequence(burst.entry(0), RECEIVED);
      ring.publish(sequence);
    }

    /** Worker: the burst that it could claim, or -1. */
    long claim() {
      long next = claimed.get() + 1;
      return next <= ring.getCursor() && claimed.compareAndSet(next - 1, next) ? next : -1;
    }

    /** Number of the one packet; 0 if the burst is not whole. */
    long packet(long sequence) {
      Burst burst = ring.get(sequence).burst();
      return burst.count() == 1 ? Burst.sequence(burst.entry(0)) : 0;
    }

    /** Worker: encrypts the packet, and hands the burst back. */
    void finish(long sequence) {
      PipelinedShape.Slot slot = ring.get(sequence);
      Burst.sequence(slot.burst().entry(0), ENCRYPTED);
      slot.finish(sequence);
    }
  }

  /** What one writes before it hands the burst over, the other sees. */
  @JCStressTest
  @Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "The worker came too early.")
  @Outcome(id = "4294967297, -1", expect = ACCEPTABLE, desc = "The leader came too early.")
  @Outcome(id = "4294967297, 8589934594", expect = ACCEPTABLE, desc = "There and back.")
  @Outcome(expect = FORBIDDEN, desc = "A burst was seen before it was whole.")
  @State
  public static class ThereAndBack {
    private final Ring ring = new Ring();

    /** Receives, and sends if it is finished. */
    @Actor
    public void leader(JJ_Result r) {
      ring.receive();
      r.r2 = ring.ring.get(0).isFinished(0) ? ring.packet(0) : -1;
    }

    /** Claims and encrypts. */
    @Actor
    public void worker(JJ_Result r) {
      long sequence = ring.claim();
      r.r1 = sequence < 0 ? -1 : ring.packet(sequence);
      if (sequence >= 0) {
        ring.finish(sequence);
      }
    }
  }

  /** Two workers never have the same burst. */
  @JCStressTest
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The second took it.")
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The first took it.")
  @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "Nobody took it.")
  @Outcome(id = "1, 1", expect = FORBIDDEN, desc = "Both took it.")
  @State
  public static class Claim {
    private final Ring ring = new Ring();

    /** One burst is there. */
    public Claim() {
      ring.receive();
    }

    /** A worker. */
    @Actor
    public void first(II_Result r) {
      r.r1 = ring.claim() >= 0 ? 1 : 0;
    }

    /** Another. */
    @Actor
    public void second(II_Result r) {
      r.r2 = ring.claim() >= 0 ? 1 : 0;
    }
  }
}
