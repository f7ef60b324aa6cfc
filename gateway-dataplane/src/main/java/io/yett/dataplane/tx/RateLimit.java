package io.yett.dataplane.tx;

/**
 * Lets an event of one key pass once in an interval. A fixed table: two keys that meet in it may
 * pass more often, never less. Owned by one thread.
 */
final class RateLimit {
  private static final int PLACES = 1024;

  private final long interval;
  private final long[] keys = new long[PLACES];
  private final long[] times = new long[PLACES];

  /** {@code interval} is in nanoseconds. */
  RateLimit(long interval) {
    this.interval = interval;
  }

  /** True if the event may pass now. The key is not 0. */
  boolean tryPass(long key, long nanoTime) {
    int place = (int) ((key * 0x9E37_79B9_7F4A_7C15L) >>> 54);
    if (keys[place] == key && nanoTime - times[place] < interval) {
      return false;
    }
    keys[place] = key;
    times[place] = nanoTime;
    return true;
  }
}
