package io.yett.perf.latency;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.perf.latency.LongestGaps.Gap;
import io.yett.perf.latency.SchedulerWatch.Sample;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is to blame for a gap. */
class GapCauseTest {
  private static final Gap GAP = new Gap(1_000_000, 100_000);
  private static final Sample NOTHING = new Sample(50_000_000, 0, 0, 0);

  private static String explain(Safepoints safepoints, Sample around, List<Gap> elsewhere) {
    return new GapCause(safepoints, (begin, end) -> around, elsewhere, 33_000).explain(GAP);
  }

  private static Safepoints stop(long begin, long nanos) {
    return new Safepoints(List.of(new Safepoints.Stop("safepoint Cleanup", begin, nanos)));
  }

  private static final Safepoints NONE = new Safepoints(List.of());

  @Test
  void jvm() {
    assertThat(explain(stop(1_010_000, 80_000), NOTHING, List.of()))
        .isEqualTo("JVM safepoint Cleanup of 80.0 us");
    assertThat(explain(stop(1_010_000, 10_000), NOTHING, List.of()))
        .as("a stop that is far shorter than the gap")
        .contains("no safepoint");
  }

  @Test
  void eachKindIsCountedWithItsTime() {
    GapTally tally = new GapTally();
    Safepoints collection =
        new Safepoints(
            List.of(
                new Safepoints.Stop("safepoint SerialCollectForAllocation", 1_000_000, 99_000)));
    tally.add(kind(collection, NOTHING, List.of()), GAP.nanos());
    tally.add(kind(stop(1_010_000, 80_000), NOTHING, List.of()), 20_000);
    tally.add(kind(NONE, new Sample(50_000_000, 90_000, 2, 0), List.of()), GAP.nanos());
    tally.add(kind(NONE, new Sample(50_000_000, 90_000, 2, 0), List.of()), GAP.nanos());
    tally.add(kind(NONE, new Sample(50_000_000, 0, 0, 10_000_000), List.of()), 40_000);
    tally.add(kind(NONE, NOTHING, List.of(new Gap(990_000, 95_000))), 30_000);
    tally.add(kind(NONE, NOTHING, List.of()), 10_000);

    assertThat(tally)
        .hasToString(
            "another thread on the CPU 2 (200.0 us), garbage collection 1 (100.0 us), another"
                + " machine on the CPU 1 (40.0 us), the whole machine 1 (30.0 us), other stops of"
                + " the JVM 1 (20.0 us), an interrupt, or not witnessed 1 (10.0 us)");
    assertThat(new GapTally()).hasToString("none");
  }

  private static GapTally.Kind kind(Safepoints safepoints, Sample around, List<Gap> elsewhere) {
    return new GapCause(safepoints, (begin, end) -> around, elsewhere, 33_000).kind(GAP);
  }

  @Test
  void scheduler() {
    assertThat(explain(NONE, new Sample(50_000_000, 90_000, 2, 10_000_000), List.of()))
        .contains("another thread: 90.0 us of waiting and 2 involuntary switches within 50 ms");
    assertThat(explain(NONE, new Sample(50_000_000, 1_000, 1, 10_000_000), List.of()))
        .contains("hypervisor gave the CPU to another machine: 10 ms of steal time within 50 ms");
  }

  @Test
  void machine() {
    assertThat(explain(NONE, NOTHING, List.of(new Gap(990_000, 95_000))))
        .isEqualTo("the whole machine: another CPU stood still for 95.0 us at the same time");
    assertThat(explain(NONE, NOTHING, List.of(new Gap(900_000, 110_000))))
        .contains("an interrupt or the hypervisor")
        .contains("gaps of up to 33.0 us");
  }
}
