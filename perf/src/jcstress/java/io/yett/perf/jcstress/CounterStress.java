package io.yett.perf.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.yett.dataplane.counters.LaneCounters;
import io.yett.dataplane.sad.OutboundSa;
import io.yett.dataplane.sad.SaSlot;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;
import org.openjdk.jcstress.infra.results.J_Result;

/**
 * Counters are plain 64-bit stores of one thread. Others read them whole, though not all of one
 * moment: what a page of figures needs, and no more.
 */
public final class CounterStress {
  private static final String NONE = "0";

  /** -1: both halves of the number change. */
  private static final String ALL = "-1";

  private CounterStress() {}

  /** Packets and octets of an outbound SA, read by the control thread. */
  @JCStressTest
  @Outcome(id = NONE + ", " + NONE, expect = ACCEPTABLE, desc = "Before.")
  @Outcome(id = ALL + ", " + ALL, expect = ACCEPTABLE, desc = "After.")
  @Outcome(id = NONE + ", " + ALL, expect = ACCEPTABLE, desc = "In between.")
  @Outcome(id = ALL + ", " + NONE, expect = ACCEPTABLE, desc = "In between.")
  @Outcome(expect = FORBIDDEN, desc = "Half of a number.")
  @State
  public static class Sa {
    private final long sa = new RecycledArena().allocate(SaSlot.SIZE, 64).address();

    /** The lane. */
    @Actor
    public void lane() {
      OutboundSa.reserve(sa, -1, -1, 0); // fewer than none: each number changes as a whole
    }

    /** Control thread. */
    @Actor
    public void control(JJ_Result r) {
      r.r1 = OutboundSa.sequence(sa);
      r.r2 = OutboundSa.bytes(sa);
    }
  }

  /** What a lane counts, read by the thread that serves metrics. */
  @JCStressTest
  @Outcome(id = "4294967295", expect = ACCEPTABLE, desc = "Before.")
  @Outcome(id = "4294967296", expect = ACCEPTABLE, desc = "After.")
  @Outcome(expect = FORBIDDEN, desc = "Half of a number.")
  @State
  public static class Lane {
    private final LaneCounters counters = new LaneCounters(new RecycledArena());

    /** One below a carry into the upper half. */
    public Lane() {
      counters.countTransmitted(Integer.MAX_VALUE);
      counters.countTransmitted(Integer.MAX_VALUE);
      counters.countTransmitted(1);
    }

    /** The lane. */
    @Actor
    public void lane() {
      counters.countTransmitted(1);
    }

    /** Metrics. */
    @Actor
    public void metrics(J_Result r) {
      r.r1 = counters.transmitted();
    }
  }
}
