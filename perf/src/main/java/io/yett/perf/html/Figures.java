package io.yett.perf.html;

import java.util.Locale;

/** Numbers for people. */
final class Figures {
  private Figures() {}

  /** Three digits that count: 123, 17.9, 6.62, 0.86. */
  static String number(double value) {
    double magnitude = Math.abs(value);
    if (magnitude >= 99.95) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    return String.format(Locale.ROOT, magnitude >= 9.995 ? "%.1f" : "%.2f", value);
  }

  static String fixed(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  static String range(Span span) {
    return fixed(span.min()) + " .. " + fixed(span.max());
  }

  /** A whole number, short: 1, 100, 10k. */
  static String count(double value) {
    if (value >= 1_000_000) {
      return number(value / 1_000_000).replaceAll("\\.0+$", "") + "M";
    }
    if (value >= 1000 && value % 100 == 0) {
      return String.format(Locale.ROOT, "%.1f", value / 1000).replace(".0", "") + "k";
    }
    return String.format(Locale.ROOT, value % 1 == 0 ? "%.0f" : "%.1f", value);
  }

  /** A time in the unit that suits it. */
  static String time(double nanos) {
    if (nanos < 1000) {
      return String.format(Locale.ROOT, "%.0f ns", nanos);
    }
    if (nanos < 1e6) {
      return trimmed(nanos / 1e3) + " µs";
    }
    return nanos < 1e9 ? trimmed(nanos / 1e6) + " ms" : trimmed(nanos / 1e9) + " s";
  }

  private static String trimmed(double value) {
    String text = number(value);
    return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
  }

  /** A coordinate in percent of the plot's width. */
  static String percent(double value) {
    return String.format(Locale.ROOT, "%.2f%%", value);
  }

  /** A coordinate in pixels. */
  static String pixels(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
