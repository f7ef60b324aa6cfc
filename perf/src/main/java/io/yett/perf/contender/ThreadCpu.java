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
 * @param threads nanoseconds that each ran, by thread id
 */
record ThreadCpu(Map<Long, Long> threads) {
  /** What reading the file of a thread that has just ended says (ESRCH). */
  private static final String ENDED = "No such process";

  /** The first number of a schedstat file. */
  static long parse(String schedstat) {
    return Long.parseLong(schedstat.substring(0, schedstat.indexOf(' ')));
  }

  /** Reads all threads that there are; none if the process ends meanwhile. */
  static ThreadCpu of(long pid) throws BenchException {
    Map<Long, Long> threads = new HashMap<>();
    try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
      List<Path> directories = tasks.toList();
      for (Path directory : directories) {
        threads.put(
            Long.valueOf(directory.getFileName().toString()),
            parse(Files.readString(directory.resolve("schedstat"))));
      }
    } catch (NoSuchFileException e) {
      return new ThreadCpu(Map.of());
    } catch (IOException e) {
      if (ENDED.equals(e.getMessage())) {
        return new ThreadCpu(Map.of());
      }
      throw new BenchException("cannot read the CPU times of process " + pid + ": " + e, e);
    }
    return new ThreadCpu(threads);
  }

  /** Nanoseconds that the busiest thread ran since an earlier reading. */
  long busiestSince(ThreadCpu earlier) {
    return threads.entrySet().stream()
        .mapToLong(thread -> thread.getValue() - earlier.threads.getOrDefault(thread.getKey(), 0L))
        .max()
        .orElse(0);
  }
}
