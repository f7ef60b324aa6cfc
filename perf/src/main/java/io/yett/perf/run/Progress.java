package io.yett.perf.run;

import java.io.PrintStream;
import java.util.Locale;

/** Tells how far a run is, and how long it will take; on a terminal in one line. */
final class Progress {
  private final PrintStream out;
  private final boolean terminal;
  private final int measurements;
  private final double estimatedSeconds;
  private final long begin = System.nanoTime();
  private int done;
  private double estimatedDone;

  Progress(PrintStream out, boolean terminal, int measurements, double estimatedSeconds) {
    this.out = out;
    this.terminal = terminal;
    this.measurements = measurements;
    this.estimatedSeconds = estimatedSeconds;
  }

  /** A measurement begins. */
  void begin(String what) {
    if (terminal) {
      out.print(
          String.format(
              Locale.ROOT,
              "\r\u001b[K%d of %d, %s left: %s",
              done + 1,
              measurements,
              time(secondsLeft()),
              what));
      out.flush();
    }
  }

  /** It has ended; {@code estimate} is what was thought before of how long it would take. */
  void end(String what, String result, double estimate) {
    done++;
    estimatedDone += estimate;
    if (terminal) {
      out.print("\r\u001b[K");
      out.flush();
    } else {
      out.println(
          String.format(
              Locale.ROOT,
              "%d of %d, %s left: %s %s",
              done,
              measurements,
              time(secondsLeft()),
              what,
              result));
    }
  }

  /** The estimate, corrected by how right it was so far. */
  private double secondsLeft() {
    double elapsed = (System.nanoTime() - begin) / 1e9;
    double left = estimatedSeconds - estimatedDone;
    return estimatedDone == 0 ? left : left * elapsed / estimatedDone;
  }

  static String time(double seconds) {
    long whole = Math.max(0, Math.round(seconds));
    return whole >= 60
        ? String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60)
        : whole + " s";
  }
}
