package io.yett.perf.contender;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What part of the time the busiest thread of a process had a CPU, from readings while it worked.
 * For a program that measures itself by the clock on the wall.
 */
final class CpuShare {
  /** A thread that has run for less is still being set up. */
  private static final long SET_UP_NANOS = 10_000_000;

  private record Reading(long nanos, ThreadCpu cpu) {}

  private final List<Reading> readings = new ArrayList<>();

  /** Adds a reading; of a process that has ended it is empty and not used. */
  void add(long nanos, ThreadCpu cpu) {
    if (!cpu.threads().isEmpty()) {
      readings.add(new Reading(nanos, cpu));
    }
  }

  /** 0..1; 1 if there are too few readings to tell. */
  double ofBusiest() {
    long thread =
        readings.stream()
            .flatMap(reading -> reading.cpu.threads().entrySet().stream())
            .max(Map.Entry.comparingByValue())
            .map(Map.Entry::getKey)
            .orElse(0L);
    List<Reading> working =
        readings.stream().filter(reading -> ran(reading, thread) > SET_UP_NANOS).toList();
    if (working.size() < 2) {
      return 1;
    }
    Reading first = working.getFirst();
    Reading last = working.getLast();
    double share = (double) (ran(last, thread) - ran(first, thread)) / (last.nanos - first.nanos);
    return Math.min(1, share);
  }

  private static long ran(Reading reading, long thread) {
    return reading.cpu.threads().getOrDefault(thread, 0L);
  }
}
