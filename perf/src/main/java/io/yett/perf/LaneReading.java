package io.yett.perf;

import java.util.Optional;

/**
 * One line of {@link LaneProgram}: what the lane has done since it began.
 *
 * @param transmitted packets that the port took
 * @param dropped packets that fell, for whatever reason
 * @param nanos when it was read
 * @param cpuNanos of the lane's busiest thread
 * @param allocatedBytes on the heap, by all lane threads
 * @param collections garbage collections of the JVM
 */
record LaneReading(
    long transmitted,
    long dropped,
    long nanos,
    long cpuNanos,
    long allocatedBytes,
    long collections) {
  private static final String TAG = "reading";

  String toLine() {
    return String.join(
        " ",
        TAG,
        Long.toString(transmitted),
        Long.toString(dropped),
        Long.toString(nanos),
        Long.toString(cpuNanos),
        Long.toString(allocatedBytes),
        Long.toString(collections));
  }

  /** Empty if the line is none. */
  static Optional<LaneReading> parse(String line) {
    String[] field = line.split(" ", -1);
    if (field.length != 7 || !field[0].equals(TAG)) {
      return Optional.empty();
    }
    return Optional.of(
        new LaneReading(
            Long.parseLong(field[1]),
            Long.parseLong(field[2]),
            Long.parseLong(field[3]),
            Long.parseLong(field[4]),
            Long.parseLong(field[5]),
            Long.parseLong(field[6])));
  }
}
