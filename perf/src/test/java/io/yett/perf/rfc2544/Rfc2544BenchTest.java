package io.yett.perf.rfc2544;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.perf.ChildJvm;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

/** The command as it is run, with a real lane as the device under test. */
class Rfc2544BenchTest {
  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(io.yett.perf.dut.TunnelLane.Path.class)
  @Timeout(120)
  void measuresALane(io.yett.perf.dut.TunnelLane.Path path) throws Exception {
    Assumptions.assumeTrue(
        Runtime.getRuntime().availableProcessors() > 1, "lane and generator need a CPU each");
    Path json = directory.resolve("rows.json");
    ChildJvm.Result result =
        ChildJvm.run(
            Rfc2544Bench.class,
            "--ports=net_ring0,net_ring1",
            "--generator-ports=net_ring0,net_ring1",
            "--path=" + path,
            "--sizes=imix",
            "--trial-seconds=0.2",
            "--warm-up=0.5",
            "--max-rate=2000",
            "--resolution=30",
            "--memory=128",
            "--json=" + json);
    assertThat(result.exitCode()).as(result.output()).isZero();
    Rfc2544Row[] rows = new JsonMapper().readValue(Files.readString(json), Rfc2544Row[].class);
    assertThat(rows).hasSize(1);
    for (Rfc2544Row row : rows) {
      assertThat(row.framesPerSecond()).as(result.output()).isPositive().isLessThan(2_500);
      assertThat(row.late()).isZero();
    }
    assertThat(rows[0].megabits())
        .isGreaterThan(rows[0].framesPerSecond() * 300 * 8 / 1e6)
        .isLessThan(rows[0].framesPerSecond() * 400 * 8 / 1e6);
    assertThat(result.output()).contains("Throughput with at most 0 % lost");
  }

  @ParameterizedTest
  @CsvSource({
    "--ports=net_ring0, 'is not two devices; remedy: '",
    "--ports=a;b --sizes=1518, remedy: smaller --sizes",
    "--ports=a;b --trial-seconds=0, remedy: see --help",
    "--ports=a;b --cpu=4095, remedy: use one of",
  })
  void mistakesNameARemedy(String arguments, String message) {
    PrintStream before = System.err;
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
    try {
      int code =
          new CommandLine(new Rfc2544Bench()).execute(arguments.replace(';', ',').split(" ", -1));
      assertThat(code).isEqualTo(1);
    } finally {
      System.setErr(before);
    }
    assertThat(errors.toString(StandardCharsets.UTF_8)).startsWith("yett: ").contains(message);
  }
}
