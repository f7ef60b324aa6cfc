package io.yett.perf.latency;

import io.yett.perf.latency.LongestGaps.Gap;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** Adds up the phases of one load, and makes a row of them. One thread. */
final class LoadSummary {
  private final double load;
  private final List<Phase> phases = new ArrayList<>();

  LoadSummary(double load) {
    this.load = load;
  }

  void add(Phase phase) {
    phases.add(phase);
  }

  double load() {
    return load;
  }

  /**
   * The row.
   *
   * @param safepoints of the whole run
   * @param kernel watched the lane
   * @param spinMax the longest gap of a spinning thread on the lane's CPU before
   */
  LatencyRow row(Safepoints safepoints, GapCause.Kernel kernel, long spinMax) {
    Histogram inside = Recording.empty();
    Histogram sojourn = Recording.empty();
    Histogram jitter = Recording.empty();
    SchedulerWatch.Sample total = new SchedulerWatch.Sample(0, 0, 0, 0);
    long packets = 0;
    long refused = 0;
    long collections = 0;
    long stopNanos = 0;
    int stops = 0;
    Phase worst = phases.getFirst();
    for (Phase phase : phases) {
      inside.add(phase.times().inside());
      sojourn.add(phase.times().sojourn());
      jitter.add(phase.jitter().histogram());
      total = total.plus(phase.scheduler());
      packets += phase.packets();
      refused += phase.refused();
      collections += phase.collections();
      Safepoints during = safepoints.between(phase.begin(), phase.end());
      stops += during.stops().size();
      stopNanos += during.totalNanos();
      worst = longest(phase) > longest(worst) ? phase : worst;
    }
    return new LatencyRow(
        load,
        packets * 1e3 / Math.max(1, total.nanoTime()),
        inside.getTotalCount(),
        refused,
        inside.getValueAtPercentile(50),
        inside.getValueAtPercentile(90),
        inside.getValueAtPercentile(99),
        inside.getValueAtPercentile(99.9),
        inside.getValueAtPercentile(99.99),
        inside.getMaxValue(),
        sojourn.getValueAtPercentile(50),
        sojourn.getValueAtPercentile(99),
        sojourn.getValueAtPercentile(99.9),
        sojourn.getMaxValue(),
        jitter.getValueAtPercentile(50),
        jitter.getValueAtPercentile(99.9),
        jitter.getMaxValue(),
        stops,
        stopNanos,
        collections,
        1 - (double) total.waitNanos() / Math.max(1, total.nanoTime()),
        total.switches(),
        total.waitNanos(),
        total.stealNanos(),
        longest(worst),
        cause(worst, safepoints, kernel, spinMax),
        causes(safepoints, kernel, spinMax));
  }

  private String causes(Safepoints safepoints, GapCause.Kernel kernel, long spinMax) {
    GapTally tally = new GapTally();
    for (Phase phase : phases) {
      GapCause cause = new GapCause(safepoints, kernel, phase.jitter().gaps().sorted(), spinMax);
      phase.times().gaps().sorted().forEach(gap -> tally.add(cause.kind(gap), gap.nanos()));
    }
    return tally.toString();
  }

  private static long longest(Phase phase) {
    return phase.times().gaps().sorted().stream().mapToLong(Gap::nanos).findFirst().orElse(0);
  }

  private static String cause(
      Phase phase, Safepoints safepoints, GapCause.Kernel kernel, long spinMax) {
    return phase.times().gaps().sorted().stream()
        .findFirst()
        .map(new GapCause(safepoints, kernel, phase.jitter().gaps().sorted(), spinMax)::explain)
        .orElse("no gap worth the name");
  }
}
