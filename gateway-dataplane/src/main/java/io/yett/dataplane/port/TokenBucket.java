package io.yett.dataplane.port;

import java.util.concurrent.TimeUnit;

/** A rate limit: so many a second, with bursts. Owned by one thread. */
final class TokenBucket {
  private final long nanosPerToken;
  private final long capacityNanos;
  private long creditNanos;
  private long last;

  /** Starts full. */
  TokenBucket(int perSecond, int burst, long nowNanos) {
    this.nanosPerToken = TimeUnit.SECONDS.toNanos(1) / perSecond;
    this.capacityNanos = nanosPerToken * burst;
    this.creditNanos = capacityNanos;
    this.last = nowNanos;
  }

  /** Takes one token if there is one. */
  boolean tryTake(long nowNanos) {
    creditNanos = Math.min(capacityNanos, creditNanos + Math.max(0, nowNanos - last));
    last = nowNanos;
    if (creditNanos < nanosPerToken) {
      return false;
    }
    creditNanos -= nanosPerToken;
    return true;
  }
}
