package io.yett.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process beyond doubt: its pid, and when it started. A pid alone may by now belong to another.
 *
 * @param startTicks field 22 of /proc/PID/stat, clock ticks since boot
 */
public record ProcessIdentity(long pid, long startTicks) {
  private static final int START_TIME_AFTER_NAME = 20; // field 22; the name is field 2

  /** The process that runs under this pid now, if there is one. */
  public static Optional<ProcessIdentity> of(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      // The name is in parentheses and may itself contain blanks and parentheses.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 1).split(" ", -1);
      // A zombie has ended: it only waits for its parent to take note.
      return fields[1].equals("Z")
          ? Optional.empty()
          : Optional.of(new ProcessIdentity(pid, Long.parseLong(fields[START_TIME_AFTER_NAME])));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** This Java process. */
  public static ProcessIdentity self() {
    return of(ProcessHandle.current().pid())
        .orElseThrow(() -> new LabException("cannot read /proc/self/stat: is /proc mounted?"));
  }

  /** Whether that very process still runs. */
  public boolean isAlive() {
    return of(pid).filter(this::equals).isPresent();
  }

  /** Sends SIGKILL to that very process; nothing if it has ended. */
  public void kill() {
    if (isAlive()) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  /** The form in a ledger: {@code PID:TICKS}. */
  @Override
  public String toString() {
    return pid + ":" + startTicks;
  }

  /** Reads {@link #toString()} back; throws {@link IllegalArgumentException} on anything else. */
  public static ProcessIdentity parse(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length != 2) {
      throw new IllegalArgumentException("not a process identity: " + text);
    }
    return new ProcessIdentity(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
  }
}
