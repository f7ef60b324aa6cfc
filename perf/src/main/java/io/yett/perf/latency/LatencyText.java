package io.yett.perf.latency;

import java.util.ArrayList;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;

/** Shows a {@link LatencyResult} to people. */
final class LatencyText {
  /** Below this share the lane did not have its CPU for itself. */
  private static final double OWN_CPU = 0.99;

  private LatencyText() {}

  static String of(LatencyResult result) {
    Formatter out = new Formatter(Locale.ROOT);
    out.format(
        "One fused lane, AES-128-GCM (%s), %s octets, bursts of %d, %s; microseconds, of packets\n",
        result.crypto(),
        result.frames(),
        result.burst(),
        result.hugepages() ? "hugepages" : "no hugepages");
    out.format(
        "Saturated: %.2f Mpps%s\n",
        result.saturatedMpps(),
        result.saturatedByLane() ? "" : ", which is all that the generator can send");
    out.format(
        """

                         inside the lane, RX to TX                      |  from the sender |  spinning alone
          load   Mpps     p50     p90     p99   p99.9  p99.99      max |  p99.9      max |  p99.9      max
        """);
    List<LatencyRow> rows = new ArrayList<>();
    rows.add(result.idle());
    rows.addAll(result.latency());
    rows.forEach(row -> row(out, row));
    out.format("\n");
    out.format(
        "Burst time of the idle lane: %s. A thread that only spun on the lane's CPU before: p99.9"
            + " %s, max %s.\n",
        GapCause.micros(result.idle().p50()),
        GapCause.micros(result.spinP999()),
        GapCause.micros(result.spinMax()));
    if (rows.stream().anyMatch(row -> row.cpuShare() < OWN_CPU)) {
      out.format(
          "Other threads ran on the lane's CPU: this is the latency of a shared machine, not of the"
              + " gateway.\n");
    }
    for (LatencyRow row : result.latency()) {
      out.format(
          "%s: p99.9 is %.1f burst times, %.1f without the machine's own gap\n",
          name(row), result.inBurstTimes(row), result.ownBurstTimes(row));
      out.format(
          "  longest time without a poll %s: %s\n",
          GapCause.micros(row.worstGap()), row.worstGapCause());
      out.format("  the longest gaps of all rounds: %s\n", row.gapCauses());
      out.format(
          "  %d collections, %d stops of the JVM (%s), CPU taken away %d times (%s), stolen %d ms,"
              + " %d frames refused\n",
          row.collections(),
          row.safepoints(),
          GapCause.micros(row.safepointNanos()),
          row.switches(),
          GapCause.micros(row.waitNanos()),
          row.stealNanos() / 1_000_000,
          row.refused());
    }
    return out.toString();
  }

  private static void row(Formatter out, LatencyRow row) {
    out.format(
        "%6s %6.2f %7.1f %7.1f %7.1f %7.1f %7.1f %8.1f | %6.1f %8.1f | %6.1f %8.1f\n",
        name(row),
        row.mpps(),
        row.p50() / 1e3,
        row.p90() / 1e3,
        row.p99() / 1e3,
        row.p999() / 1e3,
        row.p9999() / 1e3,
        row.max() / 1e3,
        row.sojournP999() / 1e3,
        row.sojournMax() / 1e3,
        row.jitterP999() / 1e3,
        row.jitterMax() / 1e3);
  }

  private static String name(LatencyRow row) {
    return row.load() == 0 ? "idle" : String.format(Locale.ROOT, "%.0f %%", 100 * row.load());
  }
}
