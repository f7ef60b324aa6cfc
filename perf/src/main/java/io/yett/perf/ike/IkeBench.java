package io.yett.perf.ike;

import io.yett.lab.Lab;
import io.yett.lab.LabException;
import io.yett.lab.StrongSwan;
import io.yett.perf.BenchException;
import io.yett.perf.Home;
import io.yett.perf.result.Machine;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./yett bench ike}: IKE exchanges per second of the responder's CPU, beside charon's. */
@Command(
    name = "ike",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures IKE handshakes, rekeys and deletes per second of the responder's CPU time, and its",
      "memory per tunnel: Yett's engine and strongSwan's charon in turn, each in a namespace of its",
      "own, asked over UDP by the same driver in another. Needs root."
    })
public final class IkeBench implements Callable<Integer> {
  private static final Path RUNS = Path.of("/run/yett-bench");

  @Mixin private IkeBenchOptions options;

  @Option(names = "--json", paramLabel = "FILE", description = "Write all figures to FILE")
  private Path json;

  /** Entry point. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new IkeBench()).execute(args));
  }

  @Override
  public Integer call() {
    try {
      options.check();
      obstacle();
      Path home = Home.directory();
      Lab.removeAbandoned(RUNS);
      try (Lab lab = new Lab(RUNS, "yettbi")) {
        Thread endWithUs = new Thread(lab::close);
        Runtime.getRuntime().addShutdownHook(endWithUs);
        List<IkeRow> rows = new IkeRun(lab, home, options, System.err).run();
        report(home, rows);
        Runtime.getRuntime().removeShutdownHook(endWithUs);
      }
      return 0;
    } catch (BenchException | LabException | UncheckedIOException e) {
      System.err.println("yett bench ike: " + e.getMessage());
      return 1;
    }
  }

  private void obstacle() throws BenchException {
    Optional<String> obstacle = Lab.obstacle();
    if (obstacle.isEmpty() && options.systems.contains(CharonResponder.NAME)) {
      obstacle = StrongSwan.obstacle();
    }
    if (obstacle.isPresent()) {
      throw new BenchException(obstacle.get());
    }
  }

  private void report(Path home, List<IkeRow> rows) throws BenchException {
    IkeResult result =
        new IkeResult(
            Machine.read(home),
            options.systems.contains(CharonResponder.NAME) ? StrongSwan.version() : "not measured",
            options.tunnels,
            options.rounds,
            options.window,
            options.heap,
            rows);
    System.out.print(result.text());
    if (json != null) {
      result.write(json);
    }
  }
}
