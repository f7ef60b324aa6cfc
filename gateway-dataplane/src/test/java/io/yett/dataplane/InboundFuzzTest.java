package io.yett.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Coverage-guided fuzzing of the inbound path by Jazzer: a short run, in a process of its own,
 * since Jazzer instruments classes. A longer one by {@code YETT_FUZZ_SECONDS}; {@code
 * YETT_FUZZ_KEEP} is a folder for inputs that reach new code.
 */
class InboundFuzzTest {
  /** Of a short run, which ends with whatever comes first. */
  private static final int RUNS_OF_A_SHORT_RUN = 5000;

  private static final int SECONDS_OF_A_SHORT_RUN = 120;
  private static final int SECONDS_TO_START_AND_END = 120;

  /** Edges that making the gateway alone does not reach. */
  private static final int LEAST_COVERAGE = 2500;

  private static final Pattern COVERAGE = Pattern.compile("cov: (\\d+)");
  private static final Pattern RUNS = Pattern.compile("Done (\\d+) runs");

  @TempDir Path directory;

  static Stream<Path> corpus() throws IOException {
    try (Stream<Path> files = Files.list(corpusFolder())) {
      return files.sorted().toList().stream();
    }
  }

  private static Path corpusFolder() {
    try {
      return Path.of(Objects.requireNonNull(InboundFuzzTest.class.getResource("fuzz")).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void eachInputOfTheCorpus(Path input) throws IOException {
    InboundFuzz.fuzzerTestOneInput(Files.readAllBytes(input));
  }

  @Test
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void aShortRun() throws Exception {
    String asked = System.getenv("YETT_FUZZ_SECONDS");
    int seconds = asked == null ? SECONDS_OF_A_SHORT_RUN : Integer.parseInt(asked);
    int runs = asked == null ? RUNS_OF_A_SHORT_RUN : -1;
    Path found = Files.createDirectory(directory.resolve("found"));
    Path log = directory.resolve("log");
    Process jazzer =
        new ProcessBuilder(command(seconds, runs, found))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      assertThat(jazzer.waitFor(seconds + SECONDS_TO_START_AND_END, TimeUnit.SECONDS)).isTrue();
    } finally {
      jazzer.destroyForcibly();
    }

    String text = Files.readString(log);
    assertThat(jazzer.exitValue()).as(text).isZero();
    assertThat(last(RUNS, text)).as(text).isGreaterThan(100);
    assertThat(last(COVERAGE, text))
        .as("instrumented edges that were reached")
        .isGreaterThan(LEAST_COVERAGE);
    String keep = System.getenv("YETT_FUZZ_KEEP");
    if (keep != null) {
      copy(found, Path.of(keep));
    }
  }

  /** The same Java with the same options; new inputs go to the first folder. */
  private static List<String> command(int seconds, int runs, Path found) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-cp");
    String path = System.getProperty("surefire.test.class.path");
    command.add(path != null ? path : System.getProperty("java.class.path"));
    command.add("com.code_intelligence.jazzer.Jazzer");
    command.add("--target_class=" + InboundFuzz.class.getName());
    command.add("--instrumentation_includes=io.yett.dataplane.**");
    command.add("--custom_hook_includes=io.yett.dataplane.**");
    command.add("-max_total_time=" + seconds);
    command.add("-runs=" + runs);
    command.add("-max_len=400");
    command.add(found.toString());
    command.add(corpusFolder().toString());
    return command;
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName().toString()));
      }
    }
  }

  private static int last(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    int value = 0;
    while (matcher.find()) {
      value = Integer.parseInt(matcher.group(1));
    }
    return value;
  }
}
