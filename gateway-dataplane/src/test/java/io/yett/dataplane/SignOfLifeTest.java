package io.yett.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SignOfLifeTest {
  private final long[] polls = {5, 5};
  private int signs;
  private final SignOfLife sign = new SignOfLife(() -> signs++, polls.length, lane -> polls[lane]);

  @Test
  void isGivenWhileEveryLanePolls() {
    polls[0]++;
    polls[1] += 3;
    sign.run();
    assertThat(signs).isEqualTo(1);
    sign.run();
    assertThat(signs).isEqualTo(1);
  }

  @Test
  void isNotGivenWhileOneLaneHangs() {
    for (int turn = 0; turn < 3; turn++) {
      polls[0]++;
      sign.run();
    }
    assertThat(signs).isZero();
    polls[1]++;
    sign.run();
    assertThat(signs).isEqualTo(1);
  }
}
