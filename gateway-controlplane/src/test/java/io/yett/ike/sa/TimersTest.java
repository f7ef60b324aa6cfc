package io.yett.ike.sa;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimersTest {
  private final Timers timers = new Timers();
  private final List<String> ran = new ArrayList<>();

  @Test
  void runsInOrderOfDeadlineThenOfSetting() {
    timers.at(20, () -> ran.add("c"));
    timers.at(10, () -> ran.add("a"));
    timers.at(10, () -> ran.add("b"));
    timers.run(9);
    assertThat(ran).isEmpty();
    timers.run(20);
    assertThat(ran).containsExactly("a", "b", "c");
    assertThat(timers.nextDeadline()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void cancelledOneNeitherRunsNorCounts() {
    Timers.Timer first = timers.at(10, () -> ran.add("first"));
    timers.at(30, () -> ran.add("second"));
    assertThat(timers.nextDeadline()).isEqualTo(10);
    first.cancel();
    assertThat(timers.nextDeadline()).isEqualTo(30);
    timers.run(100);
    assertThat(ran).containsExactly("second");
  }

  @Test
  void whatAnActionSetsForNowRunsAtTheNextCall() {
    timers.at(
        10,
        () -> {
          ran.add("outer");
          timers.at(5, () -> ran.add("inner"));
        });
    timers.run(10);
    assertThat(ran).containsExactly("outer");
    timers.run(10);
    assertThat(ran).containsExactly("outer", "inner");
  }
}
