package io.yett.perf.ike;

import io.yett.lab.NetworkNamespace;
import io.yett.perf.BenchException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM in a namespace that is told line by line what to do; it ends with its standard input. */
final class Program implements AutoCloseable {
  private static final int END_SECONDS = 10;

  private final Process process;
  private final BufferedWriter commands;
  private final BufferedReader answers;

  /**
   * Starts it, and waits until it says that it is ready.
   *
   * @param options of the JVM
   */
  Program(NetworkNamespace namespace, List<String> options, Class<?> main, List<String> arguments)
      throws BenchException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    try {
      process = namespace.command(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    } catch (IOException e) {
      throw new BenchException("cannot start " + main.getSimpleName() + ": " + e.getMessage(), e);
    }
    commands =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    while (!answer().equals("ready")) {
      // A JVM may say what an option of it does.
    }
  }

  long pid() {
    return process.pid();
  }

  /** Says a line, and returns the answer. */
  String ask(String line) throws BenchException {
    try {
      commands.write(line);
      commands.newLine();
      commands.flush();
    } catch (IOException e) {
      throw new BenchException("a program of the benchmark has ended; see above", e);
    }
    return answer();
  }

  private String answer() throws BenchException {
    try {
      String line = answers.readLine();
      if (line == null) {
        throw new BenchException("a program of the benchmark has ended; see above");
      }
      return line;
    } catch (IOException e) {
      throw new BenchException("a program of the benchmark does not answer: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      commands.close();
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
