package io.yett.perf.contender;

import io.yett.perf.BenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * CPU times of the threads of another process, from /proc/PID/task/TID/schedstat.
 *
 * @param threads by thread id
 */
record ThreadCpu(Map<Long, Times> threads) {
  /**
   * Of one thread.
   *
   * @param ranNanos that it ran
   * @param waitedNanos that it could have run, but another thread had its CPU
   */
  record Times(long ranNanos, long waitedNanos) {
    static Times parse(String schedstat) {
      String[] field = schedstat.strip().split(" ", -1);
      return new Times(Long.parseLong(field[0]), Long.parseLong(field[1]));
    }
  }

  /** Reads all threads that there are; none if the process ends meanwhile. */
  static ThreadCpu of(long pid) throws BenchException {
    Map<Long, Times> threads = new HashMap<>();
    try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
      List<Path> directories = tasks.toList();
      for (Path directory : directories) {
        threads.put(
            Long.valueOf(directory.getFileName().toString()),
            Times.parse(Files.readString(directory.resolve("schedstat"))));
      }
    } catch (NoSuchFileException e) {
      return new ThreadCpu(Map.of());
    } catch (IOException e) {
      throw new BenchException("cannot read the CPU times of process " + pid + ": " + e, e);
    }
    return new ThreadCpu(threads);
  }

  /** Nanoseconds that the busiest thread ran since an earlier reading. */
  long busiestSince(ThreadCpu earlier) {
    Times none = new Times(0, 0);
    return threads.entrySet().stream()
        .mapToLong(thread ->
            thread.getValue().ranNanos
                - earlier.threads.getOrDefault(thread.getKey(), none).ranNanos)
        .max()
        .orElse(0);
  }

  /** What the busiest thread had of the time in which it wanted to run: 0..1. */
  double shareOfBusiest() {
    Times busiest =
        threads.values().stream()
            .reduce((a, b) -> a.ranNanos >= b.ranNanos ? a : b)
            .orElse(new Times(1, 0));
    return (double) busiest.ranNanos / Math.max(1, busiest.ranNanos + busiest.waitedNanos);
  }
}
