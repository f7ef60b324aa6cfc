package io.yett.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line, as far as no device is needed; the rest is in the package {@code run}. */
class DataplaneMainTest {
  @TempDir Path directory;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final PrintStream oldOut = System.out;
  private final PrintStream oldErr = System.err;

  @BeforeEach
  void capture() {
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void release() {
    System.setOut(oldOut);
    System.setErr(oldErr);
  }

  @Test
  void mistakesOnTheCommandLineAreOneLineAndCode2() {
    assertThat(DataplaneMain.run()).isEqualTo(2);
    assertThat(DataplaneMain.run("--config")).isEqualTo(2);
    assertThat(DataplaneMain.run("--confg", "x")).isEqualTo(2);

    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "yett dataplane: --config FILE is missing; --help says more",
            "yett dataplane: --config needs a file",
            "yett dataplane: unknown argument '--confg'; --help lists what there is");
  }

  @Test
  void helpAndVersionGoToStandardOutput() {
    assertThat(DataplaneMain.run("--help")).isZero();
    assertThat(DataplaneMain.run("--version")).isZero();

    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("usage: yett dataplane --config FILE")
        .contains("Yett data plane ")
        .containsPattern("DPDK \\d\\d\\.\\d\\d");
  }

  @Test
  void checkSaysWhetherAFileIsInOrder() throws IOException {
    Path good = Files.writeString(directory.resolve("good.yaml"), file("fused"));
    Path bad = Files.writeString(directory.resolve("bad.yaml"), file("fussed"));

    assertThat(DataplaneMain.run("--check", "--config", good.toString())).isZero();
    assertThat(DataplaneMain.run("--check", "--config", bad.toString())).isEqualTo(2);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(good + ": in order\n");
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            bad + ":3:10: dataplane.lane.shape: found 'fussed', allowed: fused, pipelined\n");
  }

  @Test
  void anUnreadablePathIsAMistakeOfTheCommandLine() {
    assertThatThrownBy(() -> DataplaneOptions.parse("--config", "a\0b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("is no file name");
  }

  private static String file(String shape) {
    return """
    version: 1
    dataplane:
      lane: {shape: SHAPE}
      ports: [{name: red, device: net_null0}]
    """
        .replace("SHAPE", shape);
  }
}
