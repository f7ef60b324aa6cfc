package io.yett.perf.contender;

import io.yett.perf.BenchException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A child process whose output is read line by line; it is ended in any case. One thread. */
public final class ChildProcess implements AutoCloseable {
  private static final int KEPT_LINES = 20;
  private static final long GRACE_SECONDS = 10;

  private final Process process;
  private final BufferedReader output;
  private final Deque<String> last = new ArrayDeque<>();
  private final Thread endWithUs;

  /** Starts it. */
  public ChildProcess(List<String> command) throws BenchException {
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new BenchException("cannot run " + command.getFirst() + ": " + e.getMessage(), e);
    }
    output = process.inputReader(StandardCharsets.UTF_8);
    endWithUs = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(endWithUs);
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /**
   * The next line.
   *
   * @throws BenchException if the process has ended; with its last lines
   */
  public String readLine() throws BenchException {
    try {
      String line = output.readLine();
      if (line == null) {
        throw new BenchException(
            "the program ended by itself; its last lines: " + String.join(" | ", last));
      }
      last.addLast(line.strip());
      if (last.size() > KEPT_LINES) {
        last.removeFirst();
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** True until it has ended. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Asks it to end, and makes it. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    try {
      Runtime.getRuntime().removeShutdownHook(endWithUs);
    } catch (IllegalStateException e) {
      // The JVM is going down; the hook is running.
      return;
    }
  }
}
