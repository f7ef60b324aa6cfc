package io.yett.perf.html;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** All figures, in tables; a table without rows is left out. */
final class Tables {
  private static final String NUMBER = "number";

  private final Html html;
  private final Report report;

  private Tables(Html html, Report report) {
    this.html = html;
    this.report = report;
  }

  /** Writes those of what was measured. */
  static void write(Html html, Report report) {
    Tables tables = new Tables(html, report);
    tables.rates();
    tables.ratios();
    tables.latency();
    tables.order();
  }

  /** Writes what was aimed at, and how near it is. */
  static void writeTargets(Html html, Report report) {
    new Tables(html, report).targets();
  }

  private void targets() {
    if (report.targets().isEmpty()) {
      return;
    }
    open("Targets", "Target", "", "At least", "Measured", "Least .. most");
    for (Report.Target target : report.targets()) {
      html.open("tr");
      html.element("th", target.text(), "scope", "row");
      html.open("td");
      html.element(
          "span", target.met() ? "met" : "missed", "class", target.met() ? "met" : "missed");
      html.close();
      number(Figures.fixed(target.atLeast()));
      number(Figures.fixed(target.measured().median()));
      number(Figures.range(target.measured()));
      html.close();
    }
    close();
  }

  private void rates() {
    Map<String, List<Rate>> scenarios =
        report.rates().stream()
            .collect(
                Collectors.groupingBy(Rate::scenario, LinkedHashMap::new, Collectors.toList()));
    if (scenarios.isEmpty()) {
      return;
    }
    open(
        "Throughput, million packets per second",
        "Scenario",
        "System",
        "Cores",
        "Median",
        "Least .. most",
        "Gbit/s",
        "Rounds");
    scenarios.forEach((scenario, rows) -> {
      for (int i = 0; i < rows.size(); i++) {
        html.open("tr", "class", i == 0 ? "first" : "next");
        if (i == 0) {
          html.element("th", scenario, "scope", "rowgroup", "rowspan", rows.size());
        }
        rate(rows.get(i));
        html.close();
      }
    });
    close();
  }

  private void rate(Rate rate) {
    html.element("td", rate.system());
    number(Integer.toString(rate.cores()));
    number(Figures.fixed(rate.mpps().median()));
    number(Figures.range(rate.mpps()));
    number(Figures.fixed(rate.gbps()));
    html.element(
        "td",
        rate.rounds().stream().map(Figures::fixed).collect(Collectors.joining("  ")),
        "class",
        "rounds");
  }

  private void ratios() {
    if (report.ratios().isEmpty()) {
      return;
    }
    List<String> others = report.ratios().stream().map(Report.Ratio::other).distinct().toList();
    open("Ratios, round by round", headings(others));
    for (String scenario :
        report.ratios().stream().map(Report.Ratio::scenario).distinct().toList()) {
      html.open("tr").element("th", scenario, "scope", "row");
      for (String other : others) {
        report
            .ratio(scenario, other)
            .ifPresentOrElse(
                value -> {
                  number(Figures.fixed(value.median()));
                  number(Figures.range(value));
                },
                () -> {
                  number("–");
                  number("");
                });
      }
      html.close();
    }
    close();
  }

  private static String[] headings(List<String> others) {
    String[] headings = new String[1 + 2 * others.size()];
    headings[0] = "Scenario";
    for (int i = 0; i < others.size(); i++) {
      headings[1 + 2 * i] = "yett / " + others.get(i);
      headings[2 + 2 * i] = "Least .. most";
    }
    return headings;
  }

  private void latency() {
    List<String> shown =
        LatencyPlot.PERCENTILES.keySet().stream()
            .filter(name -> report.latency().stream().anyMatch(load -> load.has(name)))
            .toList();
    if (shown.isEmpty()) {
      return;
    }
    String[] headings = new String[1 + shown.size()];
    headings[0] = "Load";
    for (int i = 0; i < shown.size(); i++) {
      headings[1 + i] = LatencyPlot.PERCENTILES.get(shown.get(i));
    }
    open("Latency", headings);
    for (LatencyLoad load : report.latency()) {
      html.open("tr").element("th", LatencyPlot.name(load), "scope", "row");
      shown.forEach(name -> number(load.has(name) ? Figures.time(load.nanos(name)) : "–"));
      html.close();
    }
    close();
    for (LatencyLoad load : report.latency()) {
      if (!load.cause().isEmpty()) {
        String gap = load.has("worstGap") ? " of " + Figures.time(load.nanos("worstGap")) : "";
        html.element(
            "p",
            LatencyPlot.name(load) + ": the longest gap" + gap + ": " + load.cause(),
            "class",
            "note");
      }
    }
  }

  private void order() {
    if (report.order().isEmpty()) {
      return;
    }
    open("Order where cores share an SA", "Scenario", "Packets", "Reordered", "Lost");
    for (Report.Order order : report.order()) {
      html.open("tr").element("th", order.scenario(), "scope", "row");
      number(String.format(Locale.ROOT, "%,d", order.packets()));
      number(String.format(Locale.ROOT, "%,d", order.reordered()));
      number(String.format(Locale.ROOT, "%,d", order.lost()));
      html.close();
    }
    close();
  }

  private void open(String title, String... headings) {
    html.element("h3", title);
    html.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", title);
    html.open("table").open("thead").open("tr");
    for (String heading : headings) {
      html.element("th", heading, "scope", "col");
    }
    html.close().close().open("tbody");
  }

  private void close() {
    html.close().close().close();
  }

  private void number(String text) {
    html.element("td", text, "class", NUMBER);
  }
}
