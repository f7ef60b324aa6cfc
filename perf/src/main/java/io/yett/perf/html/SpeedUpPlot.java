package io.yett.perf.html;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What more cores bring: the rate by that of one core, beside what would be ideal. */
final class SpeedUpPlot {
  private static final String TITLE = "Scaling, by cores";

  private SpeedUpPlot() {}

  /** Writes it, if any group has one core and more. */
  static void write(Html html, List<Rate> rates) {
    Map<String, List<Rate>> lines = new LinkedHashMap<>();
    for (Rate rate : rates) {
      if (Plots.isYett(rate) || Plots.isPeer(rate)) {
        String name = Plots.isYett(rate) ? rate.group() : rate.group() + ", " + rate.system();
        lines.computeIfAbsent(name, key -> new ArrayList<>()).add(rate);
      }
    }
    lines.values().removeIf(line -> line.size() < 2 || line.getFirst().cores() != 1);
    lines.values().removeIf(line -> line.getFirst().mpps().median() <= 0);
    if (lines.isEmpty()) {
      return;
    }
    int most =
        lines.values().stream().flatMap(List::stream).mapToInt(Rate::cores).max().orElseThrow();
    LinePlot plot =
        new LinePlot(
            TITLE, Axis.between(1, most), Axis.fromZero(most), value -> Figures.count(value) + "×");
    for (int cores = 1; cores <= most; cores++) {
      plot.mark(cores, cores == 1 ? "1 core" : cores + " cores");
    }
    plot.add("ideal", "floor dashed", 1, Span.of(1), "one core");
    plot.add("ideal", "floor dashed", most, Span.of(most), most + " cores without any loss");
    int number = 0;
    for (Map.Entry<String, List<Rate>> line : lines.entrySet()) {
      add(plot, line.getKey(), "line" + number++ % 6, line.getValue());
    }
    Plots.open(html, TITLE, "Times the rate of one core that does the same work.");
    plot.write(html);
    html.close();
  }

  private static void add(LinePlot plot, String name, String style, List<Rate> line) {
    double one = line.getFirst().mpps().median();
    for (Rate rate : line) {
      Span times = rate.mpps().times(1 / one);
      plot.add(
          name,
          style,
          rate.cores(),
          times,
          name + ", " + rate.cores() + " cores: " + Figures.fixed(times.median()) + " times");
    }
  }
}
