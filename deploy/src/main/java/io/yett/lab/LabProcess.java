package io.yett.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A process in the background, with its output in a log file. */
public final class LabProcess implements AutoCloseable {
  private static final Duration END_LIMIT = Duration.ofSeconds(5);
  private static final long POLL_MILLIS = 10;

  private final String name;
  private final Process process;
  private final Path log;

  private LabProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /**
   * Starts it in a session of its own, so that a Ctrl-C in the terminal reaches only us, who then
   * end it in order.
   */
  static LabProcess start(ProcessBuilder builder, Path log) {
    List<String> words = new ArrayList<>(builder.command());
    String name = log.getFileName().toString().replaceFirst("\\.log$", "");
    words.addFirst("setsid");
    builder
        .command(words)
        .redirectErrorStream(true)
        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      return new LabProcess(name, builder.start(), log);
    } catch (IOException e) {
      throw new LabException("cannot start " + name + ": " + e.getMessage(), e);
    }
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public Path log() {
    return log;
  }

  /** Waits until the condition holds; throws if the process ends or the time is up before. */
  public void await(String what, Duration limit, BooleanSupplier condition) {
    boolean held =
        Waiting.until(
            limit, Duration.ofMillis(POLL_MILLIS), () -> !isAlive() || condition.getAsBoolean());
    if (!isAlive()) {
      throw new LabException(
          "%s ended with %d: %s".formatted(name, process.exitValue(), lastLine()));
    }
    if (!held) {
      throw new LabException(
          "%s: no %s within %d s: %s".formatted(name, what, limit.toSeconds(), lastLine()));
    }
  }

  /** SIGKILL: no time to say goodbye. */
  public void kill() {
    process.destroyForcibly();
    waitForEnd();
  }

  /** Sends a signal by its name, e.g. {@code INT}. */
  public void signal(String signal) {
    if (process.isAlive()) {
      Command.check("kill", "-" + signal, Long.toString(process.pid()));
    }
  }

  /** SIGTERM, then SIGKILL if that is not heard. */
  @Override
  public void close() {
    process.destroy();
    if (!waitForEnd()) {
      kill();
    }
  }

  /** Waits for the end, for at most 5 s; whether it came. */
  public boolean waitForEnd() {
    try {
      return process.waitFor(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      return false;
    }
  }

  /** The last line of the log that says anything. */
  public String lastLine() {
    try {
      return Files.readAllLines(log).stream()
          .filter(line -> !line.isBlank())
          .reduce((first, second) -> second)
          .map(String::strip)
          .orElse("it said nothing");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
