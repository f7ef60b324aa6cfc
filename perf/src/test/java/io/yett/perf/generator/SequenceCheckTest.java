package io.yett.perf.generator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Gaps and late numbers. */
class SequenceCheckTest {
  private final SequenceCheck check = new SequenceCheck();

  @Test
  void beginsAnywhereAndCountsGaps() {
    for (long sequence : new long[] {7, 8, 9, 12, 13, 20}) {
      check.next(sequence);
    }
    assertThat(check.missing()).isEqualTo(2 + 6);
    assertThat(check.late()).isZero();
  }

  @Test
  void lateAndRepeatedNumbersDoNotMoveWhatIsExpected() {
    for (long sequence : new long[] {1, 3, 2, 3, 4}) {
      check.next(sequence);
    }
    assertThat(check.missing()).isEqualTo(1);
    assertThat(check.late()).isEqualTo(2);
  }

  @Test
  void fourOctetsBeginAgain() {
    for (int sequence : new int[] {-3, -2, -1, 0, 1, 4, 3}) {
      check.next32(sequence);
    }
    assertThat(check.missing()).isEqualTo(2);
    assertThat(check.late()).isEqualTo(1);
  }

  @Test
  void fourOctetsPassTheirMiddle() {
    for (int sequence : new int[] {Integer.MAX_VALUE - 1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      check.next32(sequence);
    }
    assertThat(check.missing()).isZero();
    assertThat(check.late()).isZero();
  }
}
