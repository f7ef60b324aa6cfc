package io.yett.perf.generator;

/**
 * Compares numbers that should count up by one with what should come next. One thread.
 *
 * <p>A number that is higher leaves a gap, whose frames are missing for the time being; a number
 * that is lower came late or twice, and does not fill the gap.
 */
final class SequenceCheck {
  private boolean begun;
  private long expected;
  private long missing;
  private long late;

  /** The next number of eight octets. */
  void next(long sequence) {
    if (begun) {
      judge(sequence - expected, sequence);
    } else {
      begin(sequence);
    }
  }

  /** The next number of four octets, which begins again after 2^32 - 1. */
  void next32(int sequence) {
    if (begun) {
      int difference = sequence - (int) expected; // wraps as the numbers do
      judge(difference, expected + difference);
    } else {
      begin(Integer.toUnsignedLong(sequence));
    }
  }

  private void begin(long sequence) {
    begun = true;
    expected = sequence + 1;
  }

  private void judge(long difference, long sequence) {
    if (difference == 0) {
      expected++;
    } else if (difference > 0) {
      missing += difference;
      expected = sequence + 1;
    } else {
      late++;
    }
  }

  /** Numbers that were passed over. */
  long missing() {
    return missing;
  }

  /** Numbers that had been passed over, or had been there. */
  long late() {
    return late;
  }
}
