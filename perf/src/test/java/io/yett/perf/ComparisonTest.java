package io.yett.perf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.yett.perf.Comparison.Spread;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The arithmetic of a comparison. */
class ComparisonTest {
  @Test
  void medianOfOddAndEvenCounts() {
    assertThat(Spread.of(List.of(3.0, 1.0, 2.0))).isEqualTo(new Spread(2.0, 1.0, 3.0));
    assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(new Spread(2.5, 1.0, 4.0));
  }

  @Test
  void ratioIsOfEachRoundAndPerCpuSecond() {
    Comparison comparison = new Comparison(64);
    // The same packets in half the CPU time is twice as fast, however long it took.
    comparison.add(new Sample(1_000_000, 4.0, 1.0), new Sample(1_000_000, 2.0, 2.0));
    comparison.add(new Sample(3_000_000, 1.0, 1.0), new Sample(1_000_000, 1.0, 1.0));
    comparison.add(new Sample(1_000_000, 1.0, 1.0), new Sample(1_000_000, 1.0, 1.0));
    assertThat(comparison.ratio().median()).isCloseTo(2.0, within(1e-9));
    assertThat(comparison.ratio().least()).isCloseTo(1.0, within(1e-9));
    assertThat(comparison.ratio().most()).isCloseTo(3.0, within(1e-9));
  }

  @Test
  void readingSurvivesItsLine() {
    LaneReading reading = new LaneReading(1, 2, 3, 4, 5, 6);
    assertThat(LaneReading.parse(reading.toLine())).contains(reading);
    assertThat(LaneReading.parse("INFO something else")).isEmpty();
  }
}
