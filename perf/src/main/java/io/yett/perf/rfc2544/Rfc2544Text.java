package io.yett.perf.rfc2544;

import java.util.Formatter;
import java.util.List;
import java.util.Locale;

/** Shows the rows to people. */
final class Rfc2544Text {
  private Rfc2544Text() {}

  static String of(List<Rfc2544Row> rows, Rfc2544Options options) {
    Formatter out = new Formatter(Locale.ROOT);
    out.format(
        "Throughput with at most %s %% lost, one fused lane, %s, trials of %s s\n",
        number(options.lossPercent),
        options.path.name().toLowerCase(Locale.ROOT),
        number(options.trialSeconds));
    out.format("%8s %14s %12s  %s\n", "frames", "frames/s", "Mbit/s", "limit");
    for (Rfc2544Row row : rows) {
      out.format(
          "%8s %14.0f %12.1f  %s (%d trials, %.2f %% lost at the highest rate%s)\n",
          row.frames(),
          row.framesPerSecond(),
          row.megabits(),
          row.framesPerSecond() == 0
              ? "frames are lost at every rate"
              : row.limit().replace('_', ' '),
          row.trials(),
          row.lossAbove(),
          row.late() == 0 ? "" : ", " + row.late() + " out of order");
    }
    return out.toString();
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
