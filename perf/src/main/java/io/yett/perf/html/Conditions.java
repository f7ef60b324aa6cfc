package io.yett.perf.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Where and how it was measured, and how to do it again. */
final class Conditions {
  private static final Map<String, String> OPTIONS =
      Map.of(
          "rounds", "--rounds",
          "seconds", "--seconds",
          "warmUpSeconds", "--warm-up",
          "cpus", "--cpu",
          "burst", "--burst",
          "crypto", "--crypto");

  private Conditions() {}

  static void write(Html html, Report report) {
    html.open("div", "class", "columns");
    fields(html, "Machine", report.machine());
    fields(html, "Settings", report.settings());
    html.close();
    if (!report.notes().isEmpty()) {
      html.element("h3", "Notes").open("ul");
      report.notes().forEach(note -> html.element("li", note));
      html.close();
    }
    html.element("h3", "How to repeat it");
    html.element("pre", commands(report));
    html.element(
        "p",
        "docs/benchmarking.md of that commit says what each scenario is and how the figures are"
            + " made: systems take turns within a round and read the same packets; rates are of the"
            + " CPU time of the busiest forwarding thread; the floor is computed from what I/O and"
            + " crypto alone can do. Bars and points are medians, whiskers the least and the most"
            + " of all rounds.",
        "class",
        "note");
  }

  private static void fields(Html html, String title, Map<String, String> fields) {
    if (fields.isEmpty()) {
      return;
    }
    html.open("div").element("h3", title).open("dl");
    fields.forEach((name, value) -> html.element("dt", words(name)).element("dd", value));
    html.close().close();
  }

  /** {@code warmUpSeconds} as people write it. */
  private static String words(String name) {
    return name.replaceAll("(?<=\\p{Ll})(?=\\p{Lu})", " ").toLowerCase(java.util.Locale.ROOT);
  }

  private static String commands(Report report) {
    List<String> lines = new ArrayList<>();
    String commit = report.machine().getOrDefault("commit", "");
    if (commit.matches("[0-9a-f]{4,40}\\+?")) {
      String changed = commit.endsWith("+") ? "   # and files that were not committed" : "";
      lines.add("git checkout " + commit.replace("+", "") + changed);
    }
    StringBuilder bench = new StringBuilder("./yett bench");
    report
        .settings()
        .forEach((name, value) -> {
          String plain = value.replace(", ", ",");
          if (OPTIONS.containsKey(name) && plain.matches("[\\w.,-]+")) {
            bench.append(' ').append(OPTIONS.get(name)).append(' ').append(plain);
          }
        });
    lines.add(bench + " --json results.json --html results.html");
    return String.join("\n", lines);
  }
}
