package io.yett.perf.latency;

import io.yett.perf.dut.Cpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./yett bench latency}: starts a {@link LatencyProgram} and shows what it found. */
@Command(
    name = "latency",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures how long packets are inside a fused lane (AES-128-GCM tunnel) under parts of its",
      "saturated rate, beside the gaps that the machine itself has."
    })
public final class LatencyBench implements Callable<Integer> {
  private static final Path TASKSET = Path.of("/usr/bin/taskset");

  @Mixin private LatencyOptions options;

  @Option(names = "--json", paramLabel = "FILE", description = "Write all figures to FILE")
  private Path json;

  /** Entry point. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new LatencyBench()).execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    try {
      Path home = Path.of(System.getenv().getOrDefault("YETT_HOME", ".")).toAbsolutePath();
      LatencyResult result = run(home, options);
      System.out.print(LatencyText.of(result));
      if (json != null) {
        Files.writeString(json, result.toJson() + "\n");
      }
      return 0;
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      System.err.println("yett: " + e.getMessage());
      return 1;
    }
  }

  /**
   * Runs the measurement with options as on the command line, e.g. {@code --seconds 2}. Progress
   * goes to standard error.
   *
   * @param home the project's directory
   * @throws IllegalArgumentException if an option is wrong, with a remedy
   * @throws IllegalStateException if the measurement failed; the reason is on standard error
   */
  public static LatencyResult run(Path home, String... arguments)
      throws IOException, InterruptedException {
    LatencyBench bench = new LatencyBench();
    try {
      new CommandLine(bench).parseArgs(arguments);
    } catch (CommandLine.ParameterException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    return run(home, bench.options);
  }

  private static LatencyResult run(Path home, LatencyOptions options)
      throws IOException, InterruptedException {
    options.check();
    List<Integer> cpus = Cpus.choose(List.of(options.cpu, options.generatorCpu));
    options.cpu = cpus.getFirst();
    options.generatorCpu = cpus.getLast();
    Path work = Files.createTempDirectory("yett-latency");
    Path result = work.resolve("result.json");
    Path safepoints = work.resolve("safepoints.log");
    try {
      Process process =
          new ProcessBuilder(command(home, options, result, safepoints))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      Thread endWithUs = new Thread(process::destroyForcibly);
      Runtime.getRuntime().addShutdownHook(endWithUs);
      int code = process.waitFor();
      Runtime.getRuntime().removeShutdownHook(endWithUs);
      if (code != 0) {
        throw new IllegalStateException("the measurement ended with code " + code);
      }
      return LatencyResult.fromJson(Files.readString(result));
    } finally {
      Files.deleteIfExists(result);
      Files.deleteIfExists(safepoints);
      Files.delete(work);
    }
  }

  private static List<String> command(
      Path home, LatencyOptions options, Path result, Path safepoints) {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(TASKSET)) {
      // Compiler, collector and control thread stay off the lane's CPU; the lane pins itself.
      List<String> others =
          Cpus.usable().stream()
              .filter(cpu -> cpu != options.cpu)
              .map(cpu -> Integer.toString(cpu))
              .toList();
      command.addAll(List.of(TASKSET.toString(), "-c", String.join(",", others)));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + home.resolve("deploy/jvm/dataplane.args"));
    command.add(Safepoints.option(safepoints));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(LatencyProgram.class.getName());
    command.addAll(options.toArguments());
    command.addAll(List.of("--result", result.toString(), "--safepoints", safepoints.toString()));
    return command;
  }
}
