package io.yett.perf.latency;

import io.yett.perf.generator.IdleWatch;
import org.HdrHistogram.Histogram;

/**
 * The machine's own part: the gaps between the clock readings of a thread that only spins. A sample
 * is the longest gap within {@value #WINDOW_NANOS} ns of spinning, about as long as a burst takes,
 * so that percentiles can be laid beside those of bursts.
 */
final class JitterMeter implements IdleWatch {
  /** Spinning that makes a sample. */
  static final long WINDOW_NANOS = 5_000;

  private final Recording recording = new Recording();
  private volatile LongestGaps longest = new LongestGaps();
  private boolean spinning;
  private long last;
  private long spun;
  private long most;

  @Override
  public void idle(long nanoTime) {
    if (spinning) {
      gap(nanoTime - last);
    }
    spinning = true;
    last = nanoTime;
  }

  private void gap(long nanos) {
    longest.offer(last, nanos);
    most = Math.max(most, nanos);
    spun += nanos;
    if (spun >= WINDOW_NANOS) {
      recording.record(most, 1);
      spun = 0;
      most = 0;
    }
  }

  @Override
  public void worked() {
    spinning = false;
  }

  /** Another thread: begins a new measurement. */
  void begin() {
    longest = new LongestGaps();
    recording.reset();
  }

  /** Another thread: what was measured since {@link #begin}. */
  Jitter end() {
    LongestGaps gaps = longest;
    longest = new LongestGaps();
    Histogram histogram = Recording.empty();
    recording.addTo(histogram);
    return new Jitter(histogram, gaps);
  }

  /** One measurement. */
  record Jitter(Histogram histogram, LongestGaps gaps) {}
}
