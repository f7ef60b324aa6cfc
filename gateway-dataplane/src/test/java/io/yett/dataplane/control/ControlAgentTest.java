package io.yett.dataplane.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dataplane.port.RecordingEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ControlAgentTest {
  private final List<String> calls = new ArrayList<>();
  private final Timers timers = new Timers(0);
  private long now;
  private String dead;
  private final ControlAgent agent =
      new ControlAgent(
          () -> now,
          timers,
          new RecordingEngine(),
          null,
          limit -> {
            calls.add("commands " + limit);
            return 3;
          },
          () -> Optional.ofNullable(dead),
          () -> calls.add("lane died"));

  @Test
  void aTurnRunsDueTimersAndCommandsWithinTheirBounds() {
    timers.schedule(1_000_000_000L, () -> calls.add("timer"));

    assertThat(agent.doWork()).isEqualTo(3);
    now = 2_000_000_000L;
    assertThat(agent.doWork()).isEqualTo(4);

    assertThat(calls).containsExactly("commands 64", "timer", "commands 64");
    assertThat(agent.turns()).isEqualTo(2);
    assertThat(agent.failure()).isEmpty();
  }

  @Test
  void aDeadLaneIsReportedOnce() {
    dead = "java.lang.Error: gone";

    agent.doWork();
    agent.doWork();

    assertThat(calls).containsOnlyOnce("lane died");
    assertThat(agent.failure()).contains("java.lang.Error: gone");
  }

  @Test
  void aRepeatedTimerKeepsItsIntervalAndCatchesUpAfterASleep() {
    List<Long> ran = new ArrayList<>();
    timers.repeat(1_000_000_000L, () -> ran.add(timers.now() / 1_000_000_000L));
    for (now = 0; now <= 5_500_000_000L; now += 10_000_000) {
      timers.poll(now);
    }
    assertThat(ran).containsExactly(1L, 2L, 3L, 4L, 5L);

    timers.poll(3_600_000_000_000L);
    assertThat(ran).as("once after an hour asleep, not once for each second").hasSize(6);
  }
}
