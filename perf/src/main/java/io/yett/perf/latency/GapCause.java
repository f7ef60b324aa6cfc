package io.yett.perf.latency;

import io.yett.perf.latency.LongestGaps.Gap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Says why a lane did not poll for a while, as far as JVM and kernel know. */
final class GapCause {
  private final Safepoints safepoints;
  private final Kernel kernel;
  private final List<Gap> elsewhere;
  private final long jitterMax;

  /** What the kernel knows of a stretch of time, see {@link SchedulerWatch#around}. */
  interface Kernel {
    SchedulerWatch.Sample around(long begin, long end);
  }

  /**
   * Takes the witnesses.
   *
   * @param elsewhere gaps of a spinning thread on another CPU at the same time
   * @param jitterMax the longest gap of a spinning thread on the lane's CPU before, in nanoseconds
   */
  GapCause(Safepoints safepoints, Kernel kernel, List<Gap> elsewhere, long jitterMax) {
    this.safepoints = safepoints;
    this.kernel = kernel;
    this.elsewhere = elsewhere;
    this.jitterMax = jitterMax;
  }

  /** Whom {@link #explain} names. */
  GapTally.Kind kind(Gap gap) {
    Optional<Safepoints.Stop> stop = stop(gap);
    if (stop.isPresent()) {
      return stop.get().isCollection() ? GapTally.Kind.COLLECTION : GapTally.Kind.SAFEPOINT;
    }
    SchedulerWatch.Sample around = kernel.around(gap.begin(), gap.end());
    if (waited(gap, around)) {
      return GapTally.Kind.SCHEDULER;
    }
    if (around.stealNanos() > 0) {
      return GapTally.Kind.HYPERVISOR;
    }
    return elsewhere(gap).isPresent() ? GapTally.Kind.MACHINE : GapTally.Kind.UNKNOWN;
  }

  private Optional<Safepoints.Stop> stop(Gap gap) {
    return safepoints.stops().stream()
        .filter(s -> 2 * gap.overlap(s.begin(), s.end()) >= gap.nanos())
        .findFirst();
  }

  private static boolean waited(Gap gap, SchedulerWatch.Sample around) {
    return 2 * around.waitNanos() >= gap.nanos();
  }

  private Optional<Gap> elsewhere(Gap gap) {
    return elsewhere.stream()
        .filter(g -> 2 * gap.overlap(g.begin(), g.end()) >= gap.nanos())
        .findFirst();
  }

  /** One line. A witness counts if it covers at least half of the gap. */
  String explain(Gap gap) {
    Optional<Safepoints.Stop> stop = stop(gap);
    if (stop.isPresent()) {
      return "JVM " + stop.get().what() + " of " + micros(stop.get().nanos());
    }
    SchedulerWatch.Sample around = kernel.around(gap.begin(), gap.end());
    if (waited(gap, around)) {
      return "the kernel gave the CPU to another thread: "
          + micros(around.waitNanos())
          + " of waiting and "
          + around.switches()
          + " involuntary switches within "
          + millis(around.nanoTime())
          + " around it";
    }
    if (around.stealNanos() > 0) {
      return "the hypervisor gave the CPU to another machine: "
          + millis(around.stealNanos())
          + " of steal time within "
          + millis(around.nanoTime())
          + " around it";
    }
    return unwitnessed(gap);
  }

  private String unwitnessed(Gap gap) {
    Optional<Gap> other = elsewhere(gap);
    if (other.isPresent()) {
      return "the whole machine: another CPU stood still for "
          + micros(other.get().nanos())
          + " at the same time";
    }
    return "no safepoint, no other thread: an interrupt or the hypervisor; a thread that only spun"
        + " on this CPU before had gaps of up to "
        + micros(jitterMax);
  }

  private static String millis(long nanos) {
    return nanos / 1_000_000 + " ms";
  }

  static String micros(long nanos) {
    return String.format(Locale.ROOT, "%.1f us", nanos / 1e3);
  }
}
