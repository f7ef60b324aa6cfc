package io.yett.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The demo's command line: what it understands, and that a mistake starts nothing. */
class DemoOptionsTest {
  private final CommandLine line = Demo.commandLine();
  private final StringWriter errors = new StringWriter();

  private Demo parse(String... args) {
    line.parseArgs(args);
    return line.getCommand();
  }

  @Test
  void defaults() {
    Demo demo = parse();

    assertThat(demo.shape()).isEqualTo("fused");
    assertThat(demo.port()).isEqualTo("auto");
    assertThat(demo.auth()).isEqualTo(DemoAuth.PSK);
    assertThat(demo.json()).isNull();
    assertThat(demo.keep()).isFalse();
  }

  @Test
  void allOptions() {
    Demo demo =
        parse(
            "--keep",
            "--json",
            "out.json",
            "--shape",
            "pipelined",
            "--port",
            "net_af_packet",
            "--auth",
            "pq");

    assertThat(demo.shape()).isEqualTo("pipelined");
    assertThat(demo.port()).isEqualTo("net_af_packet");
    assertThat(demo.json()).isEqualTo(Path.of("out.json"));
    assertThat(demo.keep()).isTrue();
    assertThat(demo.auth()).isEqualTo(DemoAuth.PQ);
  }

  @ParameterizedTest
  @CsvSource({
    "--shape, square, 'expected one of fused, pipelined, found ''square'''",
    "--port, net_tap, 'expected one of auto, net_af_xdp, net_af_packet, found ''net_tap'''",
    "--auth, none, 'expected one of psk, cert, pq, found ''none'''",
    "--no-such, option, Unknown option",
  })
  void mistakesEndWithTwoAndSayWhatIsAllowed(String option, String value, String message) {
    line.setErr(new PrintWriter(errors, true));

    assertThat(line.execute(option, value)).isEqualTo(2);
    assertThat(errors.toString()).contains(message);
  }

  @Test
  void helpTeaches() {
    StringWriter out = new StringWriter();
    line.setOut(new PrintWriter(out, true));

    assertThat(line.execute("--help")).isZero();
    assertThat(out.toString()).contains("--keep", "--json", "--shape", "--stop", "Exit code");
  }
}
