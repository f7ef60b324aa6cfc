package io.yett.dataplane.tx;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.yett.dataplane.packet.Burst;
import io.yett.perf.jcstress.RecycledArena;
import java.lang.foreign.Arena;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Packets from the TX stage back to the RX stage: none is lost, none comes twice, none is torn. */
public final class ReentryStress {
  private static final int CAPACITY = 1024;
  private static final int LIMIT = 8;

  /** So large that half of it is another. */
  private static final long MBUF = 0x7F00_0000_7F00L;

  private ReentryStress() {}

  /** A queue, and a burst for what is taken. */
  private static final class Queue {
    private final Arena arena = new RecycledArena();
    private final ReentryQueue queue = new ReentryQueue(arena);
    private final Burst burst = new Burst(arena);
    private int added;
    private int taken;

    boolean add() {
      boolean done = queue.addFromTunnel(MBUF * (added + 1));
      added += done ? 1 : 0;
      return done;
    }

    /** Takes some; returns how many, or -1 if one is not the one that comes next. */
    int take(int limit) {
      int count = queue.take(burst, limit, 0);
      for (int i = 0; i < count; i++) {
        if (burst.mbuf(i) != MBUF * ++taken) {
          return -1;
        }
      }
      return count;
    }

    /** Takes the rest; true if all that was added has come. */
    boolean drain() {
      int count;
      do {
        count = take(LIMIT);
      } while (count > 0);
      return count == 0 && taken == added;
    }
  }

  /** Two packets into an empty queue, while it is emptied. */
  @JCStressTest
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "None was there yet.")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "The first was there.")
  @Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "Both were there.")
  @Outcome(expect = FORBIDDEN, desc = "Another packet than the one that is next, or one is lost.")
  @State
  public static class Empty {
    private final Queue queue = new Queue();

    /** TX stage. */
    @Actor
    public void tx() {
      queue.add();
      queue.add();
    }

    /** RX stage. */
    @Actor
    public void rx(II_Result r) {
      r.r1 = queue.take(LIMIT);
    }

    /** Afterwards. */
    @Arbiter
    public void all(II_Result r) {
      r.r2 = queue.drain() ? 1 : 0;
    }
  }

  /** A packet into a full queue, while one is taken: it comes in only where one has gone. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Refused or not: all that came in went out.")
  @Outcome(expect = FORBIDDEN, desc = "A packet was written over one that was not taken yet.")
  @State
  public static class Full {
    private final Queue queue = new Queue();

    /** Fills it. */
    public Full() {
      for (int i = 0; i < CAPACITY; i++) {
        queue.add();
      }
    }

    /** TX stage. */
    @Actor
    public void tx() {
      queue.add();
    }

    /** RX stage. */
    @Actor
    public void rx(II_Result r) {
      r.r1 = queue.take(1);
    }

    /** Afterwards. */
    @Arbiter
    public void all(II_Result r) {
      r.r2 = queue.drain() ? 1 : 0;
    }
  }
}
