package io.yett.perf.latency;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the kernel did with a thread of this process and with its CPU: samples of
 * /proc/self/task/TID/schedstat, of the thread's involuntary switches, and of /proc/stat. One
 * thread.
 */
final class SchedulerWatch implements AutoCloseable {
  private static final Path TASKS = Path.of("/proc/self/task");
  private static final String SWITCHES = "nonvoluntary_ctxt_switches:";
  private static final int STEAL_FIELD = 8;
  private static final long TICK_NANOS = 10_000_000; // USER_HZ is 100 on x86

  private final ProcFile schedstat;
  private final ProcFile status;
  private final ProcFile stat = new ProcFile(Path.of("/proc/stat"));
  private final String cpuLine;
  private final List<Sample> samples = new ArrayList<>();

  /**
   * A reading; all figures count from the thread's or the machine's start.
   *
   * @param nanoTime when
   * @param waitNanos the thread was runnable and another had its CPU
   * @param switches how often the CPU was taken from it
   * @param stealNanos the hypervisor gave the CPU to another machine, in steps of 10 ms
   */
  record Sample(long nanoTime, long waitNanos, long switches, long stealNanos) {
    Sample plus(Sample other) {
      return new Sample(
          nanoTime + other.nanoTime,
          waitNanos + other.waitNanos,
          switches + other.switches,
          stealNanos + other.stealNanos);
    }

    Sample minus(Sample earlier) {
      return new Sample(
          nanoTime - earlier.nanoTime,
          waitNanos - earlier.waitNanos,
          switches - earlier.switches,
          stealNanos - earlier.stealNanos);
    }
  }

  /**
   * Watches a thread.
   *
   * @param threadName how its name begins
   * @param cpu that it is pinned to; -1 for none, then there is no steal time
   */
  SchedulerWatch(String threadName, int cpu) throws IOException {
    Path task = find(threadName);
    this.schedstat = new ProcFile(task.resolve("schedstat"));
    this.status = new ProcFile(task.resolve("status"));
    this.cpuLine = "cpu" + cpu + " ";
    sample();
  }

  private static Path find(String threadName) throws IOException {
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
      for (Path task : tasks) {
        if (Files.readString(task.resolve("comm")).startsWith(threadName)) {
          return task;
        }
      }
    }
    throw new IOException(
        String.format(Locale.ROOT, "this process has no thread called %s", threadName));
  }

  /** Takes a reading and keeps it. */
  Sample sample() throws IOException {
    schedstat.read();
    status.read();
    stat.read();
    Sample sample =
        new Sample(
            System.nanoTime(),
            schedstat.number("", 1),
            status.number(SWITCHES, 1),
            stat.number(cpuLine, STEAL_FIELD) * TICK_NANOS);
    samples.add(sample);
    return sample;
  }

  /** What happened around a stretch of time: from the last sample before it to the first after. */
  Sample around(long begin, long end) {
    Sample before = samples.getFirst();
    for (Sample sample : samples) {
      if (sample.nanoTime() - begin <= 0) {
        before = sample;
      } else if (sample.nanoTime() - end >= 0) {
        return sample.minus(before);
      }
    }
    return samples.getLast().minus(before);
  }

  @Override
  public void close() throws IOException {
    schedstat.close();
    status.close();
    stat.close();
  }
}
