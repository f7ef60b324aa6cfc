package io.yett.perf.ike;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a process has used, all its threads together.
 *
 * @param cpuSeconds user and kernel; the kernel counts in hundredths
 * @param residentKibibytes of memory now
 */
record ProcessUse(double cpuSeconds, long residentKibibytes) {
  /** USER_HZ, which the kernel shows to programs whatever it counts in itself. */
  private static final double TICKS_PER_SECOND = 100;

  /** Fields after the command's name; that of user time is the twelfth. */
  private static final int USER_TIME = 11;

  static ProcessUse of(long pid) {
    try {
      Path directory = Path.of("/proc", Long.toString(pid));
      return new ProcessUse(
          cpuSeconds(Files.readString(directory.resolve("stat"))),
          resident(Files.readString(directory.resolve("status"))));
    } catch (IOException e) {
      throw new UncheckedIOException("process " + pid + " is gone", e);
    }
  }

  /** Of the text of proc(5)'s stat; the name in it may have blanks and brackets. */
  static double cpuSeconds(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[USER_TIME + 1]))
        / TICKS_PER_SECOND;
  }

  /** Of the text of proc(5)'s status. */
  static long resident(String status) {
    return status
        .lines()
        .filter(line -> line.startsWith("VmRSS:"))
        .map(line -> line.replaceAll("\\D", ""))
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElse(0);
  }
}
