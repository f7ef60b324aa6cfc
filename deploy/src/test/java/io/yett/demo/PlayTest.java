package io.yett.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.lab.LabException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The demo holds only if all of its steps were done and hold. */
class PlayTest {
  private static final Step GOOD = Step.of("good", "Do it well", progress -> "42 done");
  private static final Step BAD =
      Step.of(
          "bad",
          "Fail",
          progress -> {
            throw new LabException("it broke");
          });
  private static final Step BAD_BASE = Step.needed("base", "Fail first", BAD.action());

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  private Report play(Step... steps) {
    Screen screen = new Screen(new PrintStream(written, true, StandardCharsets.UTF_8), false);
    return new Play(screen, null, List.of(steps)).run();
  }

  private String screen() {
    return written.toString(StandardCharsets.UTF_8);
  }

  @Test
  void allHold() {
    Report report = play(GOOD, GOOD);

    assertThat(report.ok()).isTrue();
    assertThat(report.steps()).hasSize(2);
    assertThat(screen()).contains("1/2 Do it well", "ok      0.0 s  42 done", "2 of 2 steps hold");
  }

  @Test
  void oneFailureIsAFailureAndTheRestIsStillTried() {
    Report report = play(BAD, GOOD);

    assertThat(report.ok()).isFalse();
    assertThat(report.steps()).extracting(Outcome::ok).containsExactly(false, true);
    assertThat(screen()).contains("FAIL    0.0 s  it broke", "1 of 2 steps hold");
  }

  @Test
  void nothingIsTriedAfterANeededStepFailed() {
    Report report = play(BAD_BASE, GOOD);

    assertThat(report.ok()).isFalse();
    assertThat(report.steps()).hasSize(1);
    assertThat(screen()).contains("0 of 2 steps hold");
  }

  @Test
  void unexpectedExceptionIsThatStepsFailure() {
    Report report =
        play(
            Step.of(
                "odd",
                "Meet a bug",
                progress -> {
                  throw new IllegalStateException();
                }));

    assertThat(report.ok()).isFalse();
    assertThat(report.steps().getFirst().figure()).contains("IllegalStateException");
  }

  @Test
  void withoutATerminalThereIsNoControlCharacter() {
    play(GOOD, BAD);

    assertThat(screen().chars().filter(c -> c < ' ' && c != '\n')).isEmpty();
  }

  @Test
  void silentAfterTheLastWord() {
    Screen screen = new Screen(new PrintStream(written, true, StandardCharsets.UTF_8), true);
    screen.mute("interrupted");
    screen.begin(1, 1, "more");
    screen.end(new Outcome("more", true, "figure", 1));

    assertThat(screen()).endsWith("interrupted\n");
  }
}
