package io.yett.perf.compare;

import io.yett.perf.BenchException;
import io.yett.perf.contender.Settings;
import io.yett.perf.contender.Workload;
import io.yett.perf.result.Spread;
import io.yett.perf.scenario.Scenario;
import io.yett.perf.traffic.TrafficFiles;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Runs two builds in turn, and says whether the second is slower than the first. */
public final class Comparison {
  private final CommitBuild before;
  private final CommitBuild after;
  private final Settings settings;
  private final Path directory;

  /**
   * Makes one.
   *
   * @param before what counts as 1
   * @param directory where packets are written
   */
  public Comparison(CommitBuild before, CommitBuild after, Settings settings, Path directory) {
    this.before = before;
    this.after = after;
    this.settings = settings;
    this.directory = directory;
  }

  /**
   * One scenario.
   *
   * @param ratio after by before, of each round
   */
  public record Change(String scenario, double beforeMpps, double afterMpps, Spread ratio) {
    /** One line of the report. */
    public String describe(double threshold) {
      return String.format(
          Locale.ROOT,
          "%-30s %7.2f %7.2f   %.3f (%.3f..%.3f)%s",
          scenario,
          beforeMpps,
          afterMpps,
          ratio.median(),
          ratio.min(),
          ratio.max(),
          isSlower(threshold) ? "  SLOWER" : "");
    }

    /** Whether the median is below the threshold. */
    public boolean isSlower(double threshold) {
      return ratio.median() < threshold;
    }
  }

  /** Measures all scenarios; what happens is told on {@code out}. */
  public List<Change> run(List<Scenario> scenarios, PrintStream out)
      throws BenchException, InterruptedException {
    List<Change> changes = new ArrayList<>();
    for (Scenario scenario : scenarios) {
      changes.add(run(scenario, out));
    }
    return changes;
  }

  private Change run(Scenario scenario, PrintStream out)
      throws BenchException, InterruptedException {
    Workload workload = new Workload(scenario, TrafficFiles.write(directory, scenario), directory);
    List<Double> was = new ArrayList<>();
    List<Double> is = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    for (int round = 1; round <= settings.rounds(); round++) {
      was.add(before.lane().measure(workload, settings).mpps());
      is.add(after.lane().measure(workload, settings).mpps());
      ratios.add(is.getLast() / was.getLast());
      out.println(
          String.format(
              Locale.ROOT,
              "%s, round %d of %d: %.2f and %.2f Mpps, ratio %.3f",
              scenario.name(),
              round,
              settings.rounds(),
              was.getLast(),
              is.getLast(),
              ratios.getLast()));
    }
    return new Change(
        scenario.name(), Spread.of(was).median(), Spread.of(is).median(), Spread.of(ratios));
  }

  /** A table of the changes. */
  public String report(List<Change> changes, double threshold) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%nBefore: %s; after: %s. Mpps, and after by before of %d rounds.%n",
            before.name(),
            after.name(),
            settings.rounds()));
    for (Change change : changes) {
      text.append(change.describe(threshold)).append('\n');
    }
    return text.toString();
  }
}
