package io.yett.dataplane.sachannel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Names a process in one 64-bit number, so that a claim on the channel can be taken by one
 * compare-and-set and is not mistaken for another process that was given the same pid later:
 *
 * <pre>
 *   63           40 39                                             0
 *  +---------------+------------------------------------------------+
 *  |      pid      |   start time, clock ticks since boot           |
 *  +---------------+------------------------------------------------+
 * </pre>
 *
 * Stateless; any thread.
 */
final class ProcessIdentity {
  private static final long START_TIME_MASK = (1L << 40) - 1;

  /** Position of the start time behind the command name in /proc/pid/stat; see proc(5). */
  private static final int START_TIME_FIELD = 19;

  private ProcessIdentity() {}

  /** This process. */
  static long self() {
    return of(ProcessHandle.current().pid());
  }

  /** A process by its pid; 0 if there is none, or if it is a zombie. */
  static long of(long pid) {
    String stat;
    try {
      stat = Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return 0;
    }
    // The command name may hold spaces and parentheses; the fields behind it hold neither.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).trim().split(" ", -1);
    if (fields.length <= START_TIME_FIELD || fields[0].equals("Z") || fields[0].equals("X")) {
      return 0;
    }
    return (pid << 40) | (Long.parseLong(fields[START_TIME_FIELD]) & START_TIME_MASK);
  }

  static long pid(long identity) {
    return identity >>> 40;
  }

  /** Whether exactly that process still runs. Only for a process of our own PID namespace. */
  static boolean alive(long identity) {
    return identity != 0 && of(pid(identity)) == identity;
  }

  /** The PID namespace of this process (an inode number); 0 if unknown. */
  static long pidNamespace() {
    try {
      String link = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
      return Long.parseLong(link.substring(link.indexOf('[') + 1, link.indexOf(']')));
    } catch (IOException | RuntimeException e) {
      return 0;
    }
  }

  /** The effective user id of this process. */
  static int effectiveUid() throws IOException {
    for (String line :
        Files.readAllLines(Path.of("/proc/self/status"), StandardCharsets.ISO_8859_1)) {
      if (line.startsWith("Uid:")) {
        return Integer.parseInt(line.substring(4).trim().split("\\s+", -1)[1]);
      }
    }
    throw new IOException("/proc/self/status has no Uid line");
  }
}
