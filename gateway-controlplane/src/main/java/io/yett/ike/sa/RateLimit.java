package io.yett.ike.sa;

import java.util.concurrent.TimeUnit;

/** So many answers to strangers in a second, not more. */
public final class RateLimit {
  private final int perSecond;
  private long secondSince = Long.MIN_VALUE;
  private int used;

  /** Allows that many in each second. */
  public RateLimit(int perSecond) {
    this.perSecond = perSecond;
  }

  /** Whether one more is allowed now. */
  public boolean take(long now) {
    if (secondSince == Long.MIN_VALUE || now - secondSince >= TimeUnit.SECONDS.toNanos(1)) {
      secondSince = now;
      used = 0;
    }
    return used++ < perSecond;
  }
}
