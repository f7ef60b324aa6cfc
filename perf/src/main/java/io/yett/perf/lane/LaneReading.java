package io.yett.perf.lane;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One line of {@link LaneProgram}: what the lanes have done since they began.
 *
 * @param transmitted packets that the ports took
 * @param dropped packets that fell, for whatever reason
 * @param punted packets that were handed to the control thread
 * @param flowMisses packets that were the first of their flow, as the flow cache knows them
 * @param nanos when it was read
 * @param allocatedBytes on the heap, by all lane threads
 * @param collections garbage collections of the JVM
 * @param cpuNanos of each lane thread
 */
public record LaneReading(
    long transmitted,
    long dropped,
    long punted,
    long flowMisses,
    long nanos,
    long allocatedBytes,
    long collections,
    List<Long> cpuNanos) {
  private static final String TAG = "reading";

  /** Fields before the CPU times, the tag included. */
  private static final int FIXED = 8;

  /** Copies the list. */
  public LaneReading {
    cpuNanos = List.copyOf(cpuNanos);
  }

  String toLine() {
    return List.of(transmitted, dropped, punted, flowMisses, nanos, allocatedBytes, collections)
            .stream()
            .map(value -> Long.toString(value))
            .collect(Collectors.joining(" ", TAG + " ", " "))
        + cpuNanos.stream().map(value -> Long.toString(value)).collect(Collectors.joining(" "));
  }

  /** Empty if the line is none. */
  public static Optional<LaneReading> parse(String line) {
    String[] field = line.strip().split(" ", -1);
    if (field.length <= FIXED || !field[0].equals(TAG)) {
      return Optional.empty();
    }
    List<Long> value = Arrays.stream(field).skip(1).map(Long::valueOf).toList();
    return Optional.of(
        new LaneReading(
            value.get(0),
            value.get(1),
            value.get(2),
            value.get(3),
            value.get(4),
            value.get(5),
            value.get(6),
            value.subList(FIXED - 1, value.size())));
  }

  /** Nanoseconds of CPU that the busiest thread has had since an earlier reading. */
  public long cpuNanosSince(LaneReading earlier) {
    long most = 0;
    for (int i = 0; i < cpuNanos.size(); i++) {
      most = Math.max(most, cpuNanos.get(i) - earlier.cpuNanos.get(i));
    }
    return most;
  }
}
