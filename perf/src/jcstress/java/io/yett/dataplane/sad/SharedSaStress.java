package io.yett.dataplane.sad;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.yett.dataplane.sachannel.DfPolicy;
import io.yett.perf.jcstress.RecycledArena;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;
import org.openjdk.jcstress.infra.results.J_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** What several lanes, and the control thread, do with one SA at a time. */
public final class SharedSaStress {
  private static final long NONE = Long.MAX_VALUE - 1;
  private static final int LOCAL = 0xC000_0201;
  private static final int BEFORE = 0x0102_0304;
  private static final int AFTER = 0x0506_0708;

  private SharedSaStress() {}

  /** An outbound SA in UDP with that hard limit of packets. */
  private static long outbound(long hardSequence) {
    long sa = new RecycledArena().allocate(SaSlot.SIZE, 64).address();
    SaForm form = new SaForm(true, SaMode.COMBINED, 8, 16, 4, 0, DfPolicy.COPY, false);
    OutboundSa.initialize(sa, 0, form, 0, 0, new SaLimits(NONE, hardSequence, NONE, NONE));
    OutboundSa.writeTemplate(sa, LOCAL, BEFORE, 4500, 4500, 8);
    SaSlot.state(sa, SaSlot.ACTIVE);
    return sa;
  }

  /** Two lanes number packets of one SA: a number that comes twice is a nonce that comes twice. */
  @JCStressTest
  @Outcome(id = "1, 3", expect = ACCEPTABLE, desc = "The first lane was first.")
  @Outcome(id = "4, 1", expect = ACCEPTABLE, desc = "The second lane was first.")
  @Outcome(expect = FORBIDDEN, desc = "A number came twice, or was left out.")
  @State
  public static class Numbers {
    private final long sa = outbound(NONE);

    /** A lane with two packets. */
    @Actor
    public void first(JJ_Result r) {
      r.r1 = OutboundSa.reserveShared(sa, 2, 100, 1);
    }

    /** A lane with three. */
    @Actor
    public void second(JJ_Result r) {
      r.r2 = OutboundSa.reserveShared(sa, 3, 100, 1);
    }
  }

  /** A hard limit of four packets, and two lanes with three each. */
  @JCStressTest
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The first lane was first.")
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The second lane was first.")
  @Outcome(expect = FORBIDDEN, desc = "More than the limit, or nothing at all.")
  @State
  public static class Limit {
    private final long sa = outbound(4);

    /** A lane. */
    @Actor
    public void first(JJ_Result r) {
      r.r1 = OutboundSa.reserveShared(sa, 3, 100, 1);
    }

    /** Another. */
    @Actor
    public void second(JJ_Result r) {
      r.r2 = OutboundSa.reserveShared(sa, 3, 100, 1);
    }
  }

  /** Two lanes have authenticated the first packets of an SA: one of them owns it from then on. */
  @JCStressTest
  @Outcome(id = "true, false", expect = ACCEPTABLE, desc = "The first lane owns it.")
  @Outcome(id = "false, true", expect = ACCEPTABLE, desc = "The second lane owns it.")
  @Outcome(expect = FORBIDDEN, desc = "Both write its replay window, or none does.")
  @State
  public static class Owner {
    private final long sa = new RecycledArena().allocate(SaSlot.SIZE, 64).address();

    /** A lane. */
    @Actor
    public void first(ZZ_Result r) {
      r.r1 = InboundSa.isOwnedBy(sa, 0);
    }

    /** Another. */
    @Actor
    public void second(ZZ_Result r) {
      r.r2 = InboundSa.isOwnedBy(sa, 1);
    }
  }

  /** A limit is reached in two lanes at once: it is reported once. */
  @JCStressTest
  @Outcome(id = "true, false", expect = ACCEPTABLE, desc = "The first lane reports it.")
  @Outcome(id = "false, true", expect = ACCEPTABLE, desc = "The second lane reports it.")
  @Outcome(expect = FORBIDDEN, desc = "Nobody reports it, or both.")
  @State
  public static class Expiry {
    private final long sa = outbound(NONE);

    /** A lane. */
    @Actor
    public void first(ZZ_Result r) {
      r.r1 = OutboundSa.expire(sa);
    }

    /** Another. */
    @Actor
    public void second(ZZ_Result r) {
      r.r2 = OutboundSa.expire(sa);
    }
  }

  /** The peer moves while a lane encapsulates: it goes to the old address and port, or the new. */
  @JCStressTest
  @Outcome(id = "-7777272280689475071", expect = ACCEPTABLE, desc = "The peer before.")
  @Outcome(id = "1591340844215371269", expect = ACCEPTABLE, desc = "The peer after.")
  @Outcome(expect = FORBIDDEN, desc = "A bit of each.")
  @State
  public static class Move {
    private final long sa = outbound(NONE);

    /** Control thread. */
    @Actor
    public void control() {
      OutboundSa.movePeer(sa, AFTER, 0x1516);
    }

    /** A lane. */
    @Actor
    public void lane(J_Result r) {
      r.r1 = OutboundSa.destinationAndPorts(sa);
    }
  }
}
