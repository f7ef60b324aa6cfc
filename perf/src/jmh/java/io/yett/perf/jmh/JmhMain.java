package io.yett.perf.jmh;

import io.yett.perf.Home;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/**
 * {@code ./yett bench jmh [REGEX]}: JMH with short defaults, in a JVM with the options of the data
 * plane. JMH's own options all work and come before the defaults; {@code -h} shows them.
 */
@Command(name = "jmh", description = "Benchmarks of the parts; -h shows the options of JMH")
public final class JmhMain implements Callable<Integer> {
  private static final int FORKS = 1;
  private static final int WARM_UP_ITERATIONS = 3;
  private static final int ITERATIONS = 5;
  private static final TimeValue ITERATION = TimeValue.seconds(1);

  @Unmatched private List<String> arguments = new ArrayList<>(); // picocli adds to it

  /** Entry point. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new JmhMain()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    return run(arguments.toArray(String[]::new));
  }

  private static int run(String[] args) throws IOException {
    try {
      CommandLineOptions options = new CommandLineOptions(args);
      if (options.shouldHelp()) {
        System.out.println(
            "./yett bench jmh [REGEX] [OPTIONS]: a benchmark takes about 8 s with the defaults (-f "
                + FORKS
                + " -wi "
                + WARM_UP_ITERATIONS
                + " -i "
                + ITERATIONS
                + "), for each value of its parameters. What follows is JMH's own help.\n");
        options.showHelp();
      } else if (options.shouldList()) {
        new Runner(options).list();
      } else if (options.shouldListWithParams()) {
        new Runner(options).listWithParams(options);
      } else if (options.shouldListProfilers()) {
        options.listProfilers();
      } else if (options.shouldListResultFormats()) {
        options.listResultFormats();
      } else {
        new Runner(withDefaults(options)).run();
      }
      return 0;
    } catch (CommandLineOptionException e) {
      return fail(e.getMessage() + "; remedy: ./yett bench jmh -h");
    } catch (NoBenchmarksException e) {
      return fail("no benchmark matches; remedy: ./yett bench jmh -l lists them");
    } catch (RunnerException e) {
      return fail(e.getMessage());
    }
  }

  private static int fail(String message) {
    System.err.println("yett bench jmh: " + message);
    return 1;
  }

  private static Options withDefaults(CommandLineOptions given) {
    ChainedOptionsBuilder builder = new OptionsBuilder().parent(given);
    if (!given.getForkCount().hasValue()) {
      builder.forks(FORKS);
    }
    if (!given.getWarmupIterations().hasValue()) {
      builder.warmupIterations(WARM_UP_ITERATIONS);
    }
    if (!given.getWarmupTime().hasValue()) {
      builder.warmupTime(ITERATION);
    }
    if (!given.getMeasurementIterations().hasValue()) {
      builder.measurementIterations(ITERATIONS);
    }
    if (!given.getMeasurementTime().hasValue()) {
      builder.measurementTime(ITERATION);
    }
    if (given.getBenchModes().isEmpty()) {
      builder.mode(Mode.AverageTime);
    }
    if (!given.getTimeUnit().hasValue()) {
      builder.timeUnit(TimeUnit.NANOSECONDS);
    }
    if (!given.getJvmArgs().hasValue()) {
      builder.jvmArgs("@" + Home.directory().resolve("deploy/jvm/dataplane.args"));
    }
    return builder.shouldFailOnError(true).build();
  }
}
