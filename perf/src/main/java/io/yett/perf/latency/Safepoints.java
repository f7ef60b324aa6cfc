package io.yett.perf.latency;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The stops of the JVM, from its log {@code -Xlog:safepoint=info,handshake=info:file=F:timenanos}:
 * all threads at a safepoint, or one that shakes hands.
 */
record Safepoints(List<Stop> stops) {
  private static final Pattern SAFEPOINT =
      Pattern.compile("\\[(\\d+)ns\\]\\s*Safepoint \"([^\"]+)\".*Total: +(\\d+) ns.*");
  private static final Pattern HANDSHAKE =
      Pattern.compile(
          "\\[(\\d+)ns\\]\\s*Handshake \"([^\"]+)\".*Total completion time: +(\\d+) ns.*");

  /**
   * A stop.
   *
   * @param what e.g. {@code safepoint G1CollectForAllocation}
   * @param begin by System.nanoTime
   */
  record Stop(String what, long begin, long nanos) {
    long end() {
      return begin + nanos;
    }

    /** Whether the garbage collector has asked for it: SerialCollectForAllocation and the like. */
    boolean isCollection() {
      return what.contains("Collect") || what.contains("GC");
    }
  }

  /** The option of a JVM that writes such a log. */
  static String option(Path file) {
    return "-Xlog:safepoint=info,handshake=info:file=" + file + ":timenanos:filecount=0";
  }

  /** Reads the log; lines of other kinds are passed over. */
  static Safepoints read(Path file) throws IOException {
    List<Stop> stops = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      parse(line).ifPresent(stops::add);
    }
    return new Safepoints(List.copyOf(stops));
  }

  static Optional<Stop> parse(String line) {
    Matcher safepoint = SAFEPOINT.matcher(line);
    if (safepoint.matches()) {
      return Optional.of(stop("safepoint ", safepoint));
    }
    Matcher handshake = HANDSHAKE.matcher(line);
    return handshake.matches() ? Optional.of(stop("handshake ", handshake)) : Optional.empty();
  }

  /** A line is written when the stop is over. */
  private static Stop stop(String kind, Matcher matcher) {
    long nanos = Long.parseLong(matcher.group(3));
    return new Stop(kind + matcher.group(2), Long.parseLong(matcher.group(1)) - nanos, nanos);
  }

  /** Those that touch a stretch of time. */
  Safepoints between(long begin, long end) {
    return new Safepoints(
        stops.stream().filter(stop -> stop.begin() - end < 0 && stop.end() - begin > 0).toList());
  }

  long totalNanos() {
    return stops.stream().mapToLong(Stop::nanos).sum();
  }
}
