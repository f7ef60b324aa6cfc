package io.yett.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Runs the steps in their order, and tells the screen. */
final class Play {
  private static final String PICTURE =
      """

      red site ────── gateway ═══════ untrusted link ═══════ strongSwan ────── blue site
      10.1.0.2       10.1.0.1 | 192.0.2.1        192.0.2.2 | 10.2.0.1          10.2.0.2\
      """;

  private final Screen screen;
  private final Stage stage;
  private final List<Step> steps = new ArrayList<>();

  Play(Screen screen, Stage stage, String shape, String port) {
    this(screen, stage, List.of());
    steps.addAll(new SetUpSteps(stage, shape, port).steps());
    steps.addAll(new TrafficSteps(stage).steps());
    steps.addAll(new RekeySteps(stage).steps());
    steps.addAll(new FailureSteps(stage).steps());
  }

  Play(Screen screen, Stage stage, List<Step> steps) {
    this.screen = screen;
    this.stage = stage;
    this.steps.addAll(steps);
  }

  Report run() {
    long begin = System.nanoTime();
    screen.title("Yett: an IPsec gateway in Java on DPDK, and a real peer, on this machine");
    screen.aside(PICTURE);
    List<Outcome> outcomes = new ArrayList<>();
    for (Step step : steps) {
      screen.begin(outcomes.size() + 1, steps.size(), step.doing());
      Outcome outcome = run(step);
      screen.end(outcome);
      outcomes.add(outcome);
      if (!outcome.ok() && step.needed()) {
        break;
      }
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    screen.summary(outcomes, steps.size(), seconds);
    boolean ok = outcomes.size() == steps.size() && outcomes.stream().allMatch(Outcome::ok);
    return new Report(ok, seconds, outcomes);
  }

  @SuppressWarnings("CatchingUnchecked") // whatever goes wrong in a step is that step's failure
  private Outcome run(Step step) {
    long begin = System.nanoTime();
    String figure;
    boolean ok = false;
    try {
      figure = step.action().run(screen::progress);
      ok = true;
    } catch (RuntimeException e) {
      figure = Objects.requireNonNullElse(e.getMessage(), e.toString());
    }
    return new Outcome(step.name(), ok, figure, (System.nanoTime() - begin) / 1e9);
  }

  void tellHowToLookAround() {
    String socket = "--socket " + stage.config().adminSocket();
    screen.line("");
    screen.title("It is still running. Look around:");
    screen.line("  ./yett status " + socket);
    screen.line("  ./yett sa list " + socket);
    screen.line("  ./yett connection list " + socket);
    screen.line("  ip netns exec %s ping 10.2.0.2".formatted(stage.red().name()));
    screen.line(
        "  ip netns exec %s curl -s 127.0.0.1:9471/metrics"
            .formatted(stage.sites().gateway().name()));
    screen.line("  less %s".formatted(stage.config().file()));
    screen.line("");
    screen.line("  ./yett demo --stop    removes it all");
  }
}
