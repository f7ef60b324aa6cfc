package io.yett.perf.ike;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.lab.Lab;
import io.yett.lab.StrongSwan;
import io.yett.perf.HomeJvm;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command as it is run, with a real charon. */
class IkeBenchTest {
  @TempDir Path directory;

  @Test
  @Timeout(240)
  void measuresBothSystemsTheSameWay() throws Exception {
    Assumptions.assumeTrue(Lab.obstacle().isEmpty(), () -> Lab.obstacle().orElse(""));
    Assumptions.assumeTrue(StrongSwan.obstacle().isEmpty(), () -> StrongSwan.obstacle().orElse(""));
    Path json = directory.resolve("ike.json");
    var result =
        HomeJvm.run(
            Path.of("..").toAbsolutePath().normalize(),
            IkeBench.class,
            "--tunnels=20",
            "--rounds=1",
            "--warm-up=1",
            "--window=5",
            "--json=" + json);
    assertThat(result.exitCode()).as(result.output()).isZero();
    JsonNode rows = JsonMapper.shared().readTree(Files.readString(json)).get("rows");
    assertThat(rows)
        .extracting(row -> row.get("name").asString() + " " + row.get("system").asString())
        .containsExactlyInAnyOrder(
            "handshake-x25519 yett",
            "handshake-x25519 strongswan",
            "handshake-p256 yett",
            "handshake-p256 strongswan",
            "handshake-mlkem768 yett",
            "child-rekey yett",
            "child-rekey strongswan",
            "ike-rekey yett",
            "ike-rekey strongswan",
            "delete yett",
            "delete strongswan",
            "memory yett",
            "memory strongswan");
    assertThat(rows)
        .filteredOn(row -> !row.get("name").asString().equals("memory"))
        .allMatch(row -> row.get("perCpuSecond").get("median").asDouble() > 0);
    assertThat(result.output()).contains("ratio");
  }

  @ParameterizedTest
  @CsvSource({
    "--systems=libreswan, remedy: yett",
    "--rounds=0, out of range",
    "--tunnels=2000000, out of range",
    "--only=(, --only",
  })
  void mistakesNameARemedy(String argument, String message) {
    PrintStream before = System.err;
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
    try {
      assertThat(new CommandLine(new IkeBench()).execute(argument)).isEqualTo(1);
    } finally {
      System.setErr(before);
    }
    assertThat(errors.toString(StandardCharsets.UTF_8))
        .startsWith("yett bench ike: ")
        .contains(message);
  }
}
