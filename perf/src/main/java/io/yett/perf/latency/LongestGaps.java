package io.yett.perf.latency;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The longest of many gaps, with the time of each. One thread offers; another may read when that
 * one has gone on to the next object.
 */
final class LongestGaps {
  private static final int KEPT = 16;

  /** Shorter ones are no events: a burst, an interrupt. */
  private static final long LEAST_NANOS = 10_000;

  private final long[] begins = new long[KEPT];
  private final long[] lengths = new long[KEPT];
  private int count;
  private long floor = LEAST_NANOS;

  /**
   * A stretch in which a thread was away.
   *
   * @param begin by System.nanoTime
   */
  record Gap(long begin, long nanos) {
    long end() {
      return begin + nanos;
    }

    /** Nanoseconds that both have in common. */
    long overlap(long otherBegin, long otherEnd) {
      long until = end() - otherEnd < 0 ? end() : otherEnd;
      long from = begin - otherBegin > 0 ? begin : otherBegin;
      return Math.max(0, until - from);
    }
  }

  /** Keeps a gap if it is among the longest so far. */
  void offer(long begin, long nanos) {
    if (nanos > floor) {
      keep(begin, nanos);
    }
  }

  private void keep(long begin, long nanos) {
    int place = count < KEPT ? count++ : shortest();
    begins[place] = begin;
    lengths[place] = nanos;
    if (count == KEPT) {
      floor = lengths[shortest()];
    }
  }

  private int shortest() {
    int found = 0;
    for (int i = 1; i < count; i++) {
      if (lengths[i] < lengths[found]) {
        found = i;
      }
    }
    return found;
  }

  /** The longest first. */
  List<Gap> sorted() {
    List<Gap> gaps = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      gaps.add(new Gap(begins[i], lengths[i]));
    }
    gaps.sort(Comparator.comparingLong(Gap::nanos).reversed());
    return gaps;
  }
}
