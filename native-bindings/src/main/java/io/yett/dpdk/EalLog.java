package io.yett.dpdk;

import io.yett.dpdk.generated.YettDpdk;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * DPDK's own log. It is kept in memory instead of being printed; {@link #drain} takes what came
 * since the last call. Any thread.
 */
public final class EalLog {
  private static final int KEPT_LINES = 256;
  private static final Deque<String> lines = new ArrayDeque<>();
  private static final Deque<String> sinceFailure = new ArrayDeque<>();

  private EalLog() {}

  /** Lines that DPDK logged since the last call, oldest first; at most the last 256. */
  public static synchronized List<String> drain() {
    read();
    List<String> result = new ArrayList<>(lines);
    lines.clear();
    return result;
  }

  /** Sets what DPDK logs: 1 (emergency) .. 8 (debug); 6 (notice) is usual. */
  public static void level(int level) {
    if (level < 1 || level > 8) {
      throw new IllegalArgumentException("DPDK log level must be 1..8, found " + level);
    }
    NativeLibrary.load();
    YettDpdk.yett_log_level(level);
  }

  /** The latest lines that belong to a failure that has just happened, joined; empty if none. */
  static synchronized String lastError() {
    read();
    StringBuilder text = new StringBuilder();
    for (String line : sinceFailure) {
      text.append(text.isEmpty() ? "" : "; ").append(line);
    }
    sinceFailure.clear();
    return text.toString();
  }

  private static void read() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(65_536);
      int length = YettDpdk.yett_log_read(buffer, (int) buffer.byteSize());
      byte[] bytes = buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
      for (String line : new String(bytes, StandardCharsets.UTF_8).split("\\R", -1)) {
        if (!line.isBlank()) {
          keep(lines, line.strip(), KEPT_LINES);
          keep(sinceFailure, line.strip(), 2);
        }
      }
    }
  }

  private static void keep(Deque<String> queue, String line, int limit) {
    queue.addLast(line);
    if (queue.size() > limit) {
      queue.removeFirst();
    }
  }
}
