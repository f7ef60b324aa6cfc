package io.yett.perf.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schedule of frames, against a clock of the test's own. */
class PaceTest {
  private static final long SECOND = 1_000_000_000L;

  /** Begins anywhere, as System.nanoTime does. */
  private static final long START = -5_000_000_000L;

  @ParameterizedTest
  @CsvSource({"10,1", "1000,1", "333333.3,1", "1000000,32", "14880952,1", "14880952,32"})
  void countsAreExactHoweverIrregularTheCallerIs(double rate, int burst) {
    Pace pace = Pace.of(rate, burst);
    Random random = new Random(3);
    long end = START + 2 * SECOND;
    long sent = 0;
    long bursts = 0;
    for (long now = START; now < end; now += 100 + random.nextInt(2_000)) {
      int due = pace.due(now);
      assertThat(due).isIn(0, due >= burst ? due : -1).isLessThanOrEqualTo(Pace.MAX_BURST);
      pace.offered(due);
      sent += due;
      bursts += due == 0 ? 0 : 1;
    }
    assertThat((double) sent).isCloseTo(2 * rate, within(Pace.MAX_BURST + rate * 3e-6));
    assertThat(pace.takeSkipped()).isZero();
    assertThat(bursts).isLessThanOrEqualTo(sent / burst + 1);
  }

  @Test
  void shortStallIsMadeGoodAndALongOneIsSkipped() {
    Pace pace = Pace.of(1_000_000, 1);
    assertThat(pace.due(START)).isZero();
    assertThat(take(pace, START + 900_000)).isEqualTo(900);
    assertThat(pace.takeSkipped()).isZero();
    // 5 ms late: 1 ms is made good, the other 4000 frames are never sent.
    assertThat(take(pace, START + 900_000 + 5_000_000)).isEqualTo(1000);
    assertThat(pace.takeSkipped()).isEqualTo(4000);
    assertThat(pace.takeSkipped()).isZero();
  }

  @Test
  void stallOfHoursOverflowsNothing() {
    Pace pace = Pace.of(1e9, 1);
    assertThat(pace.due(START)).isZero();
    assertThat(take(pace, START + 7200 * SECOND)).isEqualTo(1_000_000);
    assertThat(pace.takeSkipped()).isEqualTo(7200 * SECOND - 1_000_000);
  }

  private static int take(Pace pace, long now) {
    int taken = 0;
    for (int due = pace.due(now); due != 0; due = pace.due(now)) {
      pace.offered(due);
      taken += due;
      if (taken > 2_000_000) {
        break;
      }
    }
    return taken;
  }

  @Test
  void extremes() {
    Pace unlimited = Pace.unlimited();
    unlimited.offered(32);
    assertThat(unlimited.due(START)).isEqualTo(32);
    assertThat(Pace.stopped().due(START)).isZero();
    assertThat(Pace.stopped().due(START + SECOND)).isZero();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, 2e9, Double.NaN})
  void ratesThatMakeNoSenseAreRefused(double rate) {
    assertThatThrownBy(() -> Pace.of(rate, 1)).hasMessageContaining("remedy: ");
  }
}
