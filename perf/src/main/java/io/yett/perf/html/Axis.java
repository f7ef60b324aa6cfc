package io.yett.perf.html;

import java.util.ArrayList;
import java.util.List;

/** Maps values to 0..1, and knows where its marks are. */
final class Axis {
  private static final int INTERVALS = 4;

  private final double from;
  private final double to;
  private final boolean logarithmic;

  private Axis(double from, double to, boolean logarithmic) {
    this.from = from;
    this.to = to;
    this.logarithmic = logarithmic;
  }

  /** From 0 to a round number that is not below. */
  static Axis fromZero(double largest) {
    double step = step(largest);
    return new Axis(0, Math.max(step, Math.ceil(largest / step - 1e-9) * step), false);
  }

  /** Between two values, with nothing around. */
  static Axis between(double from, double to) {
    return new Axis(from, to > from ? to : from + 1, false);
  }

  /** Powers of ten around positive values. */
  static Axis decades(double smallest, double largest) {
    double low = Math.floor(Math.log10(smallest) + 1e-9);
    double high = Math.ceil(Math.log10(largest) - 1e-9);
    return new Axis(low, Math.max(high, low + 1), true);
  }

  /** The same, but from the first to the last value. */
  static Axis logarithmic(double smallest, double largest) {
    double low = Math.log10(smallest);
    return new Axis(low, largest > smallest ? Math.log10(largest) : low + 1, true);
  }

  /** Where a value is; outside of the axis it is at its end. */
  double place(double value) {
    double position = logarithmic ? Math.log10(Math.max(value, Double.MIN_NORMAL)) : value;
    return Math.clamp((position - from) / (to - from), 0, 1);
  }

  /** Round values on the axis, from its beginning to its end. */
  List<Double> marks() {
    List<Double> marks = new ArrayList<>();
    if (logarithmic) {
      for (double power = Math.ceil(from - 1e-9); power <= to + 1e-9; power++) {
        marks.add(Math.pow(10, power));
      }
    } else {
      double step = step(to - from);
      for (double mark = Math.ceil(from / step) * step; mark <= to + step / 1e6; mark += step) {
        marks.add(mark);
      }
    }
    return marks;
  }

  /** 1, 2 or 5 with zeros. */
  private static double step(double length) {
    if (!(length > 0)) {
      return 1;
    }
    double rough = length / INTERVALS;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double digit = rough / power;
    return power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
  }
}
