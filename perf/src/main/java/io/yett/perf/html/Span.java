package io.yett.perf.html;

/** A median and the extremes of the rounds. */
record Span(double median, double min, double max) {
  static Span of(double value) {
    return new Span(value, value, value);
  }

  /** The same in another unit. */
  Span times(double factor) {
    return new Span(median * factor, min * factor, max * factor);
  }

  /** True if the rounds were not all alike, so that there is something to draw. */
  boolean isSpread() {
    return max > min;
  }
}
