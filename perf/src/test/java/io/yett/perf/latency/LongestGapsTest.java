package io.yett.perf.latency;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.perf.latency.LongestGaps.Gap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The longest of many. */
class LongestGapsTest {
  @Test
  void keepsTheLongestWithTheirTimes() {
    List<Long> all = new ArrayList<>();
    for (long i = 1; i <= 500; i++) {
      all.add(10_000 + i);
    }
    Collections.shuffle(all, new Random(1));
    LongestGaps gaps = new LongestGaps();
    all.forEach(nanos -> gaps.offer(7 * nanos, nanos));
    List<Gap> sorted = gaps.sorted();
    assertThat(sorted).hasSize(16);
    for (int i = 0; i < 16; i++) {
      assertThat(sorted.get(i)).isEqualTo(new Gap(7 * (10_500L - i), 10_500 - i));
    }
  }

  @Test
  void shortOnesAreNoEvents() {
    LongestGaps gaps = new LongestGaps();
    gaps.offer(0, 9_999);
    assertThat(gaps.sorted()).isEmpty();
  }

  @Test
  void overlap() {
    Gap gap = new Gap(100, 50);
    assertThat(gap.overlap(0, 100)).isZero();
    assertThat(gap.overlap(0, 110)).isEqualTo(10);
    assertThat(gap.overlap(120, 130)).isEqualTo(10);
    assertThat(gap.overlap(140, 500)).isEqualTo(10);
    assertThat(gap.overlap(0, 500)).isEqualTo(50);
    assertThat(new Gap(Long.MAX_VALUE - 10, 50).overlap(Long.MIN_VALUE, Long.MIN_VALUE + 20))
        .as("the clock may pass its end")
        .isEqualTo(20);
  }
}
