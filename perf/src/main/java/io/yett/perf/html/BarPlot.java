package io.yett.perf.html;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lying bars in groups, each with its value and with a whisker from the least to the most of its
 * rounds. Lengths are in percent and heights in pixels, so that the text keeps its size on any
 * screen.
 */
final class BarPlot {
  private static final int LABEL = 18;
  private static final int BAR = 13;
  private static final int STEP = 17;
  private static final int GAP = 12;

  /** Percent of the width for the longest bar; the rest is for its value. */
  private static final double FULL = 82;

  private static final double WHISKER = 3.5;

  private final String title;
  private final String unit;
  private final Map<String, List<Bar>> groups = new LinkedHashMap<>();

  /** What one bar is. */
  private record Bar(String series, String style, Span value) {}

  /**
   * Makes an empty plot.
   *
   * @param title for those who cannot see it
   */
  BarPlot(String title, String unit) {
    this.title = title;
    this.unit = unit;
  }

  /** Adds the next bar of a group; groups come in the order of their first. */
  void add(String group, String series, String style, Span value) {
    groups.computeIfAbsent(group, name -> new ArrayList<>()).add(new Bar(series, style, value));
  }

  boolean isEmpty() {
    return groups.isEmpty();
  }

  /** Writes legend and drawing. */
  void write(Html html) {
    Map<String, String> legend = new LinkedHashMap<>();
    groups.values().forEach(bars -> bars.forEach(bar -> legend.put(bar.series, bar.style)));
    Legend.write(html, legend, "");
    double largest =
        groups.values().stream()
            .flatMap(List::stream)
            .mapToDouble(bar -> Math.max(bar.value.max(), bar.value.median()))
            .max()
            .orElse(1);
    double scale = largest > 0 ? FULL / largest : 0;
    html.open("svg", "width", "100%", "height", height(), "role", "img", "aria-label", title);
    int y = 0;
    for (Map.Entry<String, List<Bar>> group : groups.entrySet()) {
      html.element("text", group.getKey(), "class", "group", "x", "0", "y", y + LABEL - 5);
      y += LABEL;
      for (Bar bar : group.getValue()) {
        write(html, group.getKey(), bar, y, scale);
        y += STEP;
      }
      y += GAP;
    }
    html.close();
  }

  private int height() {
    int bars = groups.values().stream().mapToInt(List::size).sum();
    return groups.size() * (LABEL + GAP) + bars * STEP - GAP;
  }

  private void write(Html html, String group, Bar bar, int y, double scale) {
    Span value = bar.value;
    html.open("g", "class", "s " + bar.style);
    html.element("title", tip(group, bar));
    html.empty(
        "rect",
        "x",
        "0",
        "y",
        y,
        "width",
        Figures.percent(Math.max(0, value.median() * scale)),
        "height",
        BAR,
        "rx",
        "2");
    double middle = y + BAR / 2.0;
    if (value.isSpread()) {
      whisker(html, value.min() * scale, value.max() * scale, middle);
    }
    html.element(
        "text",
        Figures.number(value.median()),
        "class",
        "value",
        "x",
        Figures.percent(Math.max(value.median(), value.max()) * scale),
        "dx",
        "7",
        "y",
        Figures.pixels(middle + 4));
    html.close();
  }

  private static void whisker(Html html, double from, double to, double y) {
    line(html, from, y, to, y);
    line(html, from, y - WHISKER, from, y + WHISKER);
    line(html, to, y - WHISKER, to, y + WHISKER);
  }

  private static void line(Html html, double x1, double y1, double x2, double y2) {
    html.empty(
        "line",
        "class",
        "whisker",
        "x1",
        Figures.percent(x1),
        "y1",
        Figures.pixels(y1),
        "x2",
        Figures.percent(x2),
        "y2",
        Figures.pixels(y2));
  }

  private String tip(String group, Bar bar) {
    return group
        + ", "
        + bar.series
        + ": "
        + Figures.fixed(bar.value.median())
        + (bar.value.isSpread() ? " (" + Figures.range(bar.value) + ") " : " ")
        + unit;
  }
}
