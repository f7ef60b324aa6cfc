package io.yett.perf.latency;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * A histogram of nanoseconds that one thread fills while another takes it away, interval by
 * interval. Recording allocates nothing and waits for nobody.
 */
final class Recording {
  /** Longer times are counted as this. */
  static final long MOST_NANOS = 10_000_000_000L;

  private static final int DIGITS = 3;

  private final SingleWriterRecorder recorder = new SingleWriterRecorder(MOST_NANOS, DIGITS);

  static Histogram empty() {
    return new Histogram(MOST_NANOS, DIGITS);
  }

  /** The recording thread: so many times this long. */
  void record(long nanos, long times) {
    recorder.recordValueWithCount(Math.clamp(nanos, 0, MOST_NANOS), times);
  }

  /** Another thread: forgets all there is. */
  void reset() {
    recorder.reset();
  }

  /** Another thread: takes what was recorded since the last call, and adds it. */
  void addTo(Histogram sum) {
    sum.add(recorder.getIntervalHistogram());
  }
}
