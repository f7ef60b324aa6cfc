package io.yett.perf.html;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Latency inside a lane by load, one line for each percentile, and the machine's own beside it. */
final class LatencyPlot {
  private static final String TITLE = "Latency inside a lane, by load";

  /** Names in the file, and for people; the looks follow. */
  static final Map<String, String> PERCENTILES = percentiles();

  private static final double TARGET_LOAD = 0.7;

  private LatencyPlot() {}

  private static Map<String, String> percentiles() {
    Map<String, String> names = new LinkedHashMap<>();
    names.put("p50", "p50");
    names.put("p90", "p90");
    names.put("p99", "p99");
    names.put("p999", "p99.9");
    names.put("p9999", "p99.99");
    names.put("max", "longest");
    names.put("jitterP999", "machine alone, p99.9");
    names.put("jitterMax", "machine alone, longest");
    return names;
  }

  /** Writes it, if there is any latency. */
  static void write(Html html, List<LatencyLoad> loads) {
    List<Double> times = new ArrayList<>();
    for (LatencyLoad load : loads) {
      PERCENTILES.keySet().stream().filter(load::has).map(load::nanos).forEach(times::add);
    }
    times.removeIf(nanos -> nanos <= 0);
    if (times.isEmpty()) {
      return;
    }
    LinePlot plot =
        new LinePlot(
            TITLE,
            Axis.between(0, loads.size() - 1.0),
            Axis.decades(
                times.stream().min(Double::compare).orElseThrow(),
                times.stream().max(Double::compare).orElseThrow()),
            Figures::time);
    for (int i = 0; i < loads.size(); i++) {
      plot.mark(i, name(loads.get(i)));
    }
    int number = 0;
    for (Map.Entry<String, String> percentile : PERCENTILES.entrySet()) {
      boolean machine = percentile.getKey().startsWith("jitter");
      String style = machine ? "floor dashed" : "step" + number;
      add(plot, percentile, style, loads);
      number++;
    }
    Plots.open(
        html,
        TITLE,
        "From the poll that brought a packet to the moment when its burst was handed to the port."
            + " The machine alone is a thread that only spins."
            + judgement(loads));
    plot.write(html);
    html.close();
  }

  private static void add(
      LinePlot plot, Map.Entry<String, String> percentile, String style, List<LatencyLoad> loads) {
    for (int i = 0; i < loads.size(); i++) {
      LatencyLoad load = loads.get(i);
      if (load.has(percentile.getKey()) && load.nanos(percentile.getKey()) > 0) {
        double nanos = load.nanos(percentile.getKey());
        String tip = percentile.getValue() + ", " + name(load) + ": " + Figures.time(nanos);
        plot.add(percentile.getValue(), style, i, Span.of(nanos), tip);
      }
    }
  }

  static String name(LatencyLoad load) {
    return load.load() == 0 ? "idle" : String.format(Locale.ROOT, "%.0f %%", 100 * load.load());
  }

  /** The 99.9th percentile at 70 % in burst times of an idle lane, where both were measured. */
  private static String judgement(List<LatencyLoad> loads) {
    Optional<LatencyLoad> idle =
        loads.stream().filter(load -> load.load() == 0 && load.has("p50")).findFirst();
    Optional<LatencyLoad> loaded =
        loads.stream()
            .filter(load -> Math.abs(load.load() - TARGET_LOAD) < 1e-6 && load.has("p999"))
            .findFirst();
    if (idle.isEmpty() || loaded.isEmpty() || idle.get().nanos("p50") <= 0) {
      return "";
    }
    return String.format(
        Locale.ROOT,
        " At 70 %% load p99.9 is %.1f times the burst time of an idle lane.",
        loaded.get().nanos("p999") / idle.get().nanos("p50"));
  }
}
