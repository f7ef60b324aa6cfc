package io.yett.perf.html;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;

/**
 * Points joined by lines, with whiskers from the least to the most of the rounds. Across in
 * percent, down in pixels, as {@link BarPlot}.
 */
final class LinePlot {
  private static final int TOP = 16;
  private static final int HEIGHT = 220;
  private static final int BOTTOM = 26;
  private static final double LEFT = 9;
  private static final double RIGHT = 95;

  private final String title;
  private final Axis across;
  private final Axis up;
  private final DoubleFunction<String> upText;
  private final Map<Double, String> marks = new LinkedHashMap<>();
  private final Map<String, List<Point>> series = new LinkedHashMap<>();
  private final Map<String, String> styles = new LinkedHashMap<>();

  /** Where a point is, and what is told of it. */
  private record Point(double x, Span y, String tip) {}

  /**
   * Makes an empty plot.
   *
   * @param title for those who cannot see it
   * @param upText what is written at the marks of the upright axis
   */
  LinePlot(String title, Axis across, Axis up, DoubleFunction<String> upText) {
    this.title = title;
    this.across = across;
    this.up = up;
    this.upText = upText;
  }

  /** Writes something below the plot, where x is. */
  void mark(double x, String text) {
    marks.put(x, text);
  }

  /** Adds a point of a line; they come from left to right. */
  void add(String name, String style, double x, Span y, String tip) {
    styles.putIfAbsent(name, style);
    series.computeIfAbsent(name, key -> new ArrayList<>()).add(new Point(x, y, tip));
  }

  /** Writes legend and drawing. */
  void write(Html html) {
    Legend.write(html, styles, "line");
    int height = TOP + HEIGHT + BOTTOM;
    html.open("svg", "width", "100%", "height", height, "role", "img", "aria-label", title);
    for (double mark : up.marks()) {
      double y = y(mark);
      line(html, "grid", 0, y, 100, y);
    }
    marks.forEach((x, text) ->
        html.element(
            "text", text, "class", "mark middle", "x", Figures.percent(x(x)), "y", height - 6));
    series.forEach((name, points) -> write(html, styles.get(name), points));
    for (double mark : up.marks()) {
      html.element(
          "text",
          upText.apply(mark),
          "class",
          "mark halo",
          "x",
          "0",
          "y",
          Figures.pixels(y(mark) - 4));
    }
    html.close();
  }

  private void write(Html html, String style, List<Point> points) {
    html.open("g", "class", "s " + style);
    Point last = null;
    for (Point point : points) {
      if (last != null) {
        line(html, "path", x(last.x), y(last.y.median()), x(point.x), y(point.y.median()));
      }
      last = point;
    }
    for (Point point : points) {
      double x = x(point.x);
      if (point.y.isSpread()) {
        line(html, "whisker", x, y(point.y.min()), x, y(point.y.max()));
      }
      html.open("circle", "cx", Figures.percent(x), "cy", Figures.pixels(y(point.y.median())));
      html.element("title", point.tip);
      html.close();
    }
    html.close();
  }

  private static void line(Html html, String kind, double x1, double y1, double x2, double y2) {
    html.empty(
        "line",
        "class",
        kind,
        "x1",
        Figures.percent(x1),
        "y1",
        Figures.pixels(y1),
        "x2",
        Figures.percent(x2),
        "y2",
        Figures.pixels(y2));
  }

  private double x(double value) {
    return LEFT + across.place(value) * (RIGHT - LEFT);
  }

  private double y(double value) {
    return TOP + (1 - up.place(value)) * HEIGHT;
  }
}
