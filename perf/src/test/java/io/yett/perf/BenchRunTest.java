package io.yett.perf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command from its options to its file, on real programs. */
@Timeout(120)
class BenchRunTest {
  @TempDir Path directory;

  private record Result(int code, String output) {}

  private Result bench(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + Path.of("../deploy/jvm/bench.args").toAbsolutePath());
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(Bench.class.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("YETT_HOME", Path.of("..").toAbsolutePath().normalize().toString());
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), output);
  }

  @Test
  void measuresOneScenario() throws Exception {
    Path json = directory.resolve("results.json");
    boolean limits = Files.isExecutable(Path.of("/usr/bin/dpdk-testpmd"));
    Result result =
        bench(
            "--only",
            "encrypt-64",
            "--systems",
            limits ? "yett,io-limit,crypto-limit" : "yett",
            "--rounds",
            "1",
            "--seconds",
            "1",
            "--warm-up",
            "1",
            "--json",
            json.toString());
    assertThat(result.code).as(result.output).isZero();
    JsonNode rows = JsonMapper.builder().build().readTree(json).get("rows");
    List<String> systems = rows.valueStream().map(row -> row.get("system").asString()).toList();
    assertThat(rows.valueStream().map(row -> row.get("mpps").asDouble()))
        .allSatisfy(mpps -> assertThat(mpps).isBetween(0.1, 500.0));
    assumeTrue(limits, "no testpmd, so without limits: apt-get install dpdk-dev");
    assertThat(systems).containsExactly("yett", "io-limit", "crypto-limit", "floor");
  }

  @Test
  void badOptionsHaveARemedy() throws Exception {
    assertThat(bench("--only", "no-such").output).contains("no scenario matches", "remedy");
    assertThat(bench("--rounds", "0").output).contains("out of range", "remedy");
    assertThat(bench("--json", "/nowhere/r.json").output).contains("no directory", "remedy");
    assertThat(bench("--systems", "vpp").output).contains("nobody", "remedy");
  }
}
