package io.yett.perf.generator;

/**
 * Says when how many frames are due, against a clock that the caller reads: frame n is due at n /
 * rate, so errors do not add up. One thread.
 *
 * <p>A sender that was held up makes good for {@value #MAX_LAG_NANOS} ns; what is older is skipped
 * and counted, for a burst without end would be another load than the one that was asked for.
 */
public final class Pace {
  /** Frames of a burst at most. */
  public static final int MAX_BURST = 32;

  private static final long MAX_LAG_NANOS = 1_000_000;

  private final double framesPerNano;
  private final int burst;
  private final long maxLag;
  private boolean begun;
  private long origin;
  private long scheduled;
  private long skipped;

  private Pace(double framesPerNano, int burst) {
    if (burst < 1 || burst > MAX_BURST) {
      throw new IllegalArgumentException("bursts of " + burst + "; remedy: use 1.." + MAX_BURST);
    }
    this.framesPerNano = framesPerNano;
    this.burst = burst;
    this.maxLag = Math.max(2 * MAX_BURST, (long) (framesPerNano * MAX_LAG_NANOS));
  }

  /**
   * So many frames a second.
   *
   * @param burst frames that are sent together at least; 1 spaces them as evenly as can be
   */
  public static Pace of(double framesPerSecond, int burst) {
    if (!(framesPerSecond > 0) || framesPerSecond > 1e9) {
      throw new IllegalArgumentException(
          framesPerSecond + " frames a second; remedy: use more than 0, at most 1e9");
    }
    return new Pace(framesPerSecond / 1e9, burst);
  }

  /** As fast as the port takes them. */
  public static Pace unlimited() {
    return new Pace(Double.POSITIVE_INFINITY, MAX_BURST);
  }

  /** None at all. */
  public static Pace stopped() {
    return new Pace(0, 1);
  }

  /** Frames to be sent now: 0, or burst..32. The first call begins the schedule. */
  int due(long nanoTime) {
    if (framesPerNano == Double.POSITIVE_INFINITY) {
      return MAX_BURST;
    }
    if (!begun) {
      begun = true;
      origin = nanoTime;
    }
    long behind = (long) ((nanoTime - origin) * framesPerNano) - scheduled;
    if (behind < burst) {
      return 0;
    }
    if (behind > maxLag) {
      skipped += behind - maxLag;
      scheduled += behind - maxLag;
      behind = maxLag;
    }
    return (int) Math.min(behind, MAX_BURST);
  }

  /** So many frames were offered to the port. */
  void offered(int frames) {
    scheduled += frames;
  }

  /** Frames that were skipped since the last call. */
  long takeSkipped() {
    long taken = skipped;
    skipped = 0;
    return taken;
  }
}
