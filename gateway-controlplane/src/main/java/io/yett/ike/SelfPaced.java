package io.yett.ike;

/**
 * Work that comes again and again, and takes the longer the more there is: it comes the more seldom
 * then, so that it never takes more than a fixed share of the thread's time. One owner thread.
 */
final class SelfPaced {
  /** Work takes at most one part of so many. */
  private static final long SHARE = 50;

  private final long intervalNanos;
  private long next;

  /**
   * Not due more often than that.
   *
   * @param intervalNanos at least 1
   */
  SelfPaced(long intervalNanos) {
    this.intervalNanos = intervalNanos;
  }

  boolean due(long now) {
    return now - next >= 0;
  }

  /** It was done, from one time to another. */
  void done(long begun, long ended) {
    next = ended + Math.max(intervalNanos, (ended - begun) * SHARE);
  }
}
