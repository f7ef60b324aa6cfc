package io.yett.perf.latency;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Who is to blame for the longest gaps of a load, by number and time. One thread. */
final class GapTally {
  private final Map<Kind, long[]> counted = new EnumMap<>(Kind.class);

  /** Who it may be. */
  enum Kind {
    COLLECTION("garbage collection"),
    SAFEPOINT("other stops of the JVM"),
    SCHEDULER("another thread on the CPU"),
    HYPERVISOR("another machine on the CPU"),
    MACHINE("the whole machine"),
    UNKNOWN("an interrupt, or not witnessed");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  void add(Kind kind, long nanos) {
    long[] sums = counted.computeIfAbsent(kind, k -> new long[2]);
    sums[0]++;
    sums[1] += nanos;
  }

  /** One line; those who are to blame for most time first. */
  @Override
  public String toString() {
    List<Map.Entry<Kind, long[]>> sorted = new ArrayList<>(counted.entrySet());
    sorted.sort((one, other) -> Long.compare(other.getValue()[1], one.getValue()[1]));
    List<String> parts = new ArrayList<>();
    for (Map.Entry<Kind, long[]> entry : sorted) {
      parts.add(
          entry.getKey().words
              + " "
              + entry.getValue()[0]
              + " ("
              + GapCause.micros(entry.getValue()[1])
              + ")");
    }
    return parts.isEmpty() ? "none" : String.join(", ", parts);
  }
}
