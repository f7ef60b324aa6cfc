package io.yett.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A command that runs to its end within a bounded time.
 *
 * @param command the words of it, for messages
 * @param exit its exit code
 * @param output what it wrote to standard output
 * @param errors what it wrote to standard error
 */
public record Command(List<String> command, int exit, String output, String errors) {
  /** How long a command may take unless its caller says otherwise. */
  public static final Duration LIMIT = Duration.ofSeconds(20);

  /** Runs a command; whatever its exit code is, it comes back. */
  public static Command run(Duration limit, List<String> words) {
    return run(limit, new ProcessBuilder(words));
  }

  /** Runs a command and throws {@link LabException} unless it succeeds. */
  public static Command check(String... words) {
    return run(LIMIT, List.of(words)).orThrow();
  }

  /** As {@link #run(Duration, List)}, with an environment or a folder of its own. */
  public static Command run(Duration limit, ProcessBuilder builder) {
    List<String> words = List.copyOf(builder.command());
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      CompletableFuture<String> output = drain(process.getInputStream());
      CompletableFuture<String> errors = drain(process.getErrorStream());
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new LabException(
            "'%s' did not end within %d s".formatted(String.join(" ", words), limit.toSeconds()));
      }
      return new Command(words, process.exitValue(), output.join(), errors.join());
    } catch (IOException e) {
      throw new LabException("cannot run '" + words.getFirst() + "': " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted while running '" + words.getFirst() + "'", e);
    }
  }

  /** This, if the command succeeded. */
  public Command orThrow() {
    if (exit == 0) {
      return this;
    }
    String said = (errors.isBlank() ? output : errors).strip();
    throw new LabException(
        "'%s' ended with %d%s"
            .formatted(
                String.join(" ", command),
                exit,
                said.isEmpty() ? "" : ": " + said.replace('\n', ' ')));
  }

  public boolean succeeded() {
    return exit == 0;
  }

  private static CompletableFuture<String> drain(InputStream stream) {
    CompletableFuture<String> text = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try (stream) {
            text.complete(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
          } catch (IOException e) {
            text.completeExceptionally(new UncheckedIOException(e));
          }
        });
    return text;
  }
}
