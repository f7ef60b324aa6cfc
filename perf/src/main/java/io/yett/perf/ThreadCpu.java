package io.yett.perf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** CPU time of a thread of another process, from /proc/PID/task/TID/schedstat. */
final class ThreadCpu {
  private ThreadCpu() {}

  /** Nanoseconds that the main thread of a process has run. */
  static long ofMainThread(long pid) throws IOException {
    String text = Files.readString(Path.of("/proc/" + pid + "/task/" + pid + "/schedstat"));
    return Long.parseLong(text.substring(0, text.indexOf(' ')));
  }
}
