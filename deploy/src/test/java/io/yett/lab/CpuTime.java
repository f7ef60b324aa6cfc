package io.yett.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** CPU time of processes with all their threads since a moment, by /proc/PID/stat (proc(5)). */
final class CpuTime {
  /** Of utime among the fields behind the name, which is in parentheses; stime follows. */
  private static final int UTIME = 12;

  private static final double TICKS_A_SECOND =
      Double.parseDouble(Command.check("getconf", "CLK_TCK").output().strip());

  private final long[] pids;
  private final long nanoTime = System.nanoTime();
  private final Map<String, Long> begin;
  private final long ticks;

  private CpuTime(long[] pids) {
    this.pids = pids;
    this.begin = threads();
    this.ticks = total();
  }

  static CpuTime of(long... pids) {
    return new CpuTime(pids);
  }

  /** Percent of one core, both user and system time. */
  double percentUntilNow() {
    double seconds = (System.nanoTime() - nanoTime) / 1e9;
    return 100 * (total() - ticks) / TICKS_A_SECOND / seconds;
  }

  /** Ticks of each thread that has used some since. */
  String perThread() {
    Map<String, Long> now = threads();
    StringBuilder text = new StringBuilder();
    now.forEach((name, value) -> {
      long used = value - begin.getOrDefault(name, 0L);
      if (used > 0) {
        text.append(String.format(Locale.ROOT, "%s %d, ", name, used));
      }
    });
    return text.append("ticks").toString();
  }

  private long total() {
    return LongStream.of(pids).map(pid -> ticks(Path.of("/proc/" + pid + "/stat"))).sum();
  }

  private Map<String, Long> threads() {
    Map<String, Long> threads = new TreeMap<>();
    for (long pid : pids) {
      try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
        for (Path task : tasks.toList()) {
          String name = Files.readString(task.resolve("comm")).strip();
          threads.put(name + " " + task.getFileName(), ticks(task.resolve("stat")));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return threads;
  }

  private static long ticks(Path stat) {
    try {
      String text = Files.readString(stat);
      List<String> fields = List.of(text.substring(text.lastIndexOf(')') + 1).split(" ", -1));
      return Long.parseLong(fields.get(UTIME)) + Long.parseLong(fields.get(UTIME + 1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
