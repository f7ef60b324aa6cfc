package io.yett.perf;

import io.yett.dpdk.DpdkException;
import io.yett.perf.compare.CommitBuild;
import io.yett.perf.compare.Comparison;
import io.yett.perf.contender.Contender;
import io.yett.perf.contender.CryptoLimit;
import io.yett.perf.contender.IoLimit;
import io.yett.perf.contender.IpsecSecgw;
import io.yett.perf.contender.OrderCheck;
import io.yett.perf.contender.Settings;
import io.yett.perf.contender.YettLane;
import io.yett.perf.html.HtmlCommand;
import io.yett.perf.html.HtmlReport;
import io.yett.perf.ike.IkeBench;
import io.yett.perf.jcstress.JcstressMain;
import io.yett.perf.jmh.JmhMain;
import io.yett.perf.latency.LatencyBench;
import io.yett.perf.latency.LatencyRow;
import io.yett.perf.result.Machine;
import io.yett.perf.result.Results;
import io.yett.perf.result.TextReport;
import io.yett.perf.rfc2544.Rfc2544Bench;
import io.yett.perf.run.Runner;
import io.yett.perf.scenario.Catalogue;
import io.yett.perf.scenario.Scenario;
import io.yett.perf.scenario.Shape;
import io.yett.perf.scenario.SystemName;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./yett bench}: the data plane beside its peers, and beside what the machine can do. */
@Command(
    name = "yett bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    subcommands = {
      LatencyBench.class,
      Rfc2544Bench.class,
      IkeBench.class,
      JmhMain.class,
      JcstressMain.class,
      HtmlCommand.class
    },
    description = {
      "Measures the data plane beside DPDK's ipsec-secgw, and beside the limits that I/O and",
      "crypto set on this machine: the same packets, the same devices, in turn, round by round.",
      "docs/benchmarking.md says what each scenario is and how the figures are made."
    })
public final class Bench implements Callable<Integer> {
  @Option(
      names = "--only",
      paramLabel = "REGEX",
      description = "Only scenarios whose whole name matches, of all that --list shows")
  private String only;

  @Option(names = "--list", description = "Show all scenarios; * marks those of a plain run")
  private boolean list;

  @Option(names = "--quick", description = "A few scenarios, two short rounds: about a minute")
  private boolean quick;

  @Option(
      names = "--systems",
      split = ",",
      paramLabel = "NAME",
      description = "Only these: yett, ipsec-secgw, io-limit, crypto-limit (all)")
  private List<String> systems = List.of();

  @Mixin private RunOptions run;

  @Option(names = "--json", paramLabel = "FILE", description = "Write all figures to FILE")
  private Path json;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write a page with plots of all figures to FILE; it opens without a network")
  private Path html;

  @Option(
      names = "--compare",
      arity = "1..2",
      paramLabel = "COMMIT",
      description = {
        "Instead: compare Yett of this commit with what is built here, or with a second commit;",
        "fails if it became slower"
      })
  private List<String> compare = List.of();

  @Option(
      names = "--threshold",
      defaultValue = "0.97",
      description = "With --compare: the least median ratio that is no failure (${DEFAULT-VALUE})")
  private double threshold;

  /** Entry point. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Bench()).execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    try {
      List<Scenario> scenarios = scenarios(new Catalogue());
      if (list) {
        return show(scenarios);
      }
      return compare.isEmpty() ? measure(scenarios) : compare(scenarios);
    } catch (BenchException | DpdkException e) {
      System.err.println("yett bench: " + e.getMessage());
      return 1;
    }
  }

  private List<Scenario> scenarios(Catalogue catalogue) throws BenchException {
    if (only != null) {
      try {
        List<Scenario> chosen = catalogue.matching(Pattern.compile(only));
        if (chosen.isEmpty()) {
          throw new BenchException("no scenario matches " + only + "; remedy: see --list");
        }
        return chosen;
      } catch (PatternSyntaxException e) {
        throw new BenchException("--only " + only + ": " + e.getDescription(), e);
      }
    }
    if (list) {
      return catalogue.all();
    }
    if (!compare.isEmpty()) {
      return catalogue.regression();
    }
    return quick ? catalogue.quick() : catalogue.standard();
  }

  private static int show(List<Scenario> scenarios) {
    for (Scenario scenario : scenarios) {
      System.out.println(
          String.format(
              Locale.ROOT,
              "%s %-32s %s",
              scenario.standard() ? "*" : " ",
              scenario.name(),
              scenario.describe()));
    }
    return 0;
  }

  private int compare(List<Scenario> chosen) throws BenchException, InterruptedException {
    Path home = Home.directory();
    CommitBuild before = CommitBuild.of(home, compare.getFirst());
    CommitBuild after =
        compare.size() == 1
            ? CommitBuild.ofWorkingTree(home)
            : CommitBuild.of(home, compare.getLast());
    Settings settings = run.settings(quick);
    Comparison comparison = new Comparison(before, after, settings, home.resolve(".yett/bench"));
    List<Comparison.Change> changes = comparison.run(possible(chosen, settings), System.err);
    System.out.print(comparison.report(changes, threshold));
    return changes.stream().anyMatch(change -> change.isSlower(threshold)) ? 1 : 0;
  }

  private int measure(List<Scenario> chosen) throws BenchException, InterruptedException {
    checkFolder(json);
    checkFolder(html);
    Settings settings = run.settings(quick);
    List<Scenario> scenarios = possible(chosen, settings);
    Path home = Home.directory();
    Path cache = home.resolve(".yett/bench");
    YettLane yett = new YettLane(home, System.getProperty("java.class.path"));
    Runner runner = new Runner(contenders(yett, home, cache, scenarios), settings, cache);
    runner.run(
        scenarios,
        System.err,
        Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false));
    List<OrderCheck.Order> order = order(scenarios, settings, home, cache);
    Results results =
        Results.of(
            Machine.read(home),
            settings,
            runner.measurements(),
            new Results.Allocated(
                yett.allocation().bytesPerPacket(), yett.allocation().collections()),
            order,
            isPlain() ? latency(home) : List.of(),
            runner.notes());
    System.out.print(TextReport.of(results));
    write(results);
    boolean inOrder = order.stream().allMatch(o -> o.reordered() == 0 && o.lost() == 0);
    return runner.notes().isEmpty() && inOrder ? 0 : 1;
  }

  /** All that the targets are set for, so that the latency inside a lane belongs to it. */
  private boolean isPlain() {
    return only == null && !quick;
  }

  private static List<LatencyRow> latency(Path home) throws BenchException, InterruptedException {
    try {
      return LatencyBench.run(home).latency();
    } catch (IOException | IllegalStateException e) {
      throw new BenchException(
          "latency was not measured: " + e.getMessage() + "; remedy: ./yett bench latency", e);
    }
  }

  private static void checkFolder(Path file) throws BenchException {
    if (file != null && !Files.isDirectory(file.toAbsolutePath().getParent())) {
      throw new BenchException("no directory for " + file + "; remedy: make it first");
    }
  }

  /** The page is made of the JSON file, so that it shows what a kept file shows. */
  private void write(Results results) throws BenchException {
    if (json != null) {
      results.write(json);
    }
    if (html == null) {
      return;
    }
    try {
      Path source = json == null ? Files.createTempFile("yett-bench", ".json") : json;
      if (json == null) {
        results.write(source);
      }
      HtmlReport.write(source, html);
      if (json == null) {
        Files.delete(source);
      }
    } catch (IOException e) {
      throw new BenchException("cannot write " + html + ": " + e.getMessage(), e);
    }
  }

  private static List<OrderCheck.Order> order(
      List<Scenario> scenarios, Settings settings, Path home, Path cache) throws BenchException {
    OrderCheck check = new OrderCheck(home, System.getProperty("java.class.path"), cache);
    List<OrderCheck.Order> order = new ArrayList<>();
    for (Scenario scenario : scenarios) {
      if (scenario.shape().kind() == Shape.Kind.PIPELINED) {
        order.add(check.check(scenario, settings));
      }
    }
    return order;
  }

  /** Without those that ask for more cores than there are. */
  private static List<Scenario> possible(List<Scenario> chosen, Settings settings) {
    List<Scenario> possible = new ArrayList<>();
    for (Scenario scenario : chosen) {
      if (scenario.shape().cores() > settings.cpus().size()) {
        System.err.println(scenario.name() + " is left out: too few CPUs");
      } else {
        possible.add(scenario);
      }
    }
    return possible;
  }

  private List<Contender> contenders(YettLane yett, Path home, Path cache, List<Scenario> scenarios)
      throws BenchException, InterruptedException {
    List<Contender> contenders = new ArrayList<>();
    for (SystemName system : SystemName.values()) {
      boolean wanted = systems.isEmpty() || systems.contains(system.label());
      if (wanted && scenarios.stream().anyMatch(s -> s.systems().contains(system))) {
        switch (system) {
          case YETT -> contenders.add(yett);
          case IPSEC_SECGW -> contenders.add(IpsecSecgw.build(home, cache));
          case IO_LIMIT -> contenders.add(new IoLimit());
          case CRYPTO_LIMIT -> contenders.add(new CryptoLimit());
          case FLOOR -> {} // computed
        }
      }
    }
    if (contenders.isEmpty()) {
      throw new BenchException("nobody is left to be measured; remedy: see --systems and --list");
    }
    return contenders;
  }
}
