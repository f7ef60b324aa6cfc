package io.yett.ike;

import static io.yett.ike.TestGateway.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.yett.ike.TestGateway.Cli;
import io.yett.ike.admin.Json;
import io.yett.ike.cli.Yett;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The {@code yett} command against a real control plane with a real tunnel to a second engine. */
@Timeout(180)
final class CommandTest {
  @TempDir private Path directory;
  private TestGateway gateway;
  private TestDataplane dataplane;

  @BeforeEach
  void start() throws Exception {
    gateway = new TestGateway(directory, "none");
    dataplane = new TestDataplane(gateway.channel, gateway.peer());
  }

  @AfterEach
  void stop() throws Exception {
    gateway.close();
    dataplane.close();
  }

  private void ready() throws Exception {
    gateway.start();
    await("both are there", () -> gateway.yett("status").exitCode() == 0);
  }

  private static Map<String, Object> json(Cli cli) {
    return Json.parseObject(cli.out().getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void withoutAControlPlaneItSaysSoAndReturnsThree() {
    for (String command : List.of("sa list", "connection list", "up blue", "drops")) {
      Cli cli = gateway.yett(command.split(" ", -1));

      assertThat(cli.exitCode()).as(command).isEqualTo(3);
      assertThat(cli.out()).isEmpty();
      assertThat(cli.err().lines()).hasSize(1);
      assertThat(cli.err()).contains("control plane not reachable").contains("yett controlplane");
    }
  }

  @Test
  void statusLooksForTheDataPlaneByItself() {
    String channel = gateway.channel.toString();

    Cli alive = gateway.yett("status", "--channel", channel);
    assertThat(alive.exitCode()).isEqualTo(3);
    assertThat(alive.out())
        .contains("control plane  away")
        .contains("data plane     process " + ProcessHandle.current().pid() + " lives");
    dataplane.close();
    assertThat(gateway.yett("status", "--channel", channel).out()).contains("no data plane at");
    assertThat(json(gateway.yett("status", "--json", "--channel", channel)))
        .containsEntry("controlPlane", null);
  }

  @Test
  void aTunnelFromUpToDown() throws Exception {
    ready();

    Cli up = gateway.yett("up", "blue");
    assertThat(up.exitCode()).as(up.err()).isZero();
    assertThat(up.out()).contains("blue: up, aes256gcm16-prfsha384-x25519 with 192.0.2.2:");

    Cli sas = gateway.yett("sa", "list");
    assertThat(sas.exitCode()).isZero();
    assertThat(sas.out())
        .contains("established", "initiator", "blue/net", "out *", "aes256gcm16")
        .contains("10.1.0.0/24 <> 10.2.0.0/24");
    assertThat(json(gateway.yett("sa", "list", "--json")).get("sas"))
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .hasSize(2);
    assertThat(gateway.yett("connection", "list").out()).contains("blue").contains("installed");
    assertThat(gateway.yett("policy", "list").out()).contains("blue/net").contains("protect");

    Cli down = gateway.yett("down", "blue");
    assertThat(down.exitCode()).as(down.err()).isZero();
    assertThat(gateway.yett("sa", "list").out()).contains("no IKE SA").contains("no ESP SA");
  }

  @Test
  void rekeysChangeTheSpisTheyShould() throws Exception {
    ready();
    assertThat(gateway.yett("up", "blue").exitCode()).isZero();
    String before = gateway.yett("sa", "list").out();

    Cli child = gateway.yett("rekey", "blue", "--child", "net");
    assertThat(child.exitCode()).as(child.err()).isZero();
    assertThat(child.out()).contains("rekeyed");
    String between = gateway.yett("sa", "list").out();
    assertThat(spiOf("out *", between)).isNotEqualTo(spiOf("out *", before));
    assertThat(spiOf("established", between)).isEqualTo(spiOf("established", before));

    Cli ike = gateway.yett("rekey", "blue", "--ike");
    assertThat(ike.exitCode()).as(ike.err()).isZero();
    String after = gateway.yett("sa", "list").out();
    assertThat(spiOf("established", after)).isNotEqualTo(spiOf("established", before));
    assertThat(spiOf("out *", after)).isEqualTo(spiOf("out *", between));
  }

  /** The first SPI in the first line with these words. */
  private static String spiOf(String words, String table) {
    String line = table.lines().filter(text -> text.contains(words)).findFirst().orElseThrow();
    return line.substring(line.indexOf("0x")).split("[ /]", 2)[0];
  }

  @Test
  void aWrongSecretFailsWithAReason() throws Exception {
    dataplane.close();
    dataplane = new TestDataplane(gateway.channel, gateway.peer("another secret, alas"));
    ready();

    Cli up = gateway.yett("up", "blue", "--timeout", "20");

    assertThat(up.exitCode()).isEqualTo(1);
    assertThat(up.err().lines().reduce((a, b) -> b).orElse(""))
        .containsIgnoringCase("pre-shared key");
  }

  @Test
  void aSilentPeerFailsWithAReason() throws Exception {
    dataplane.cutTheWire(true);
    ready();

    Cli up = gateway.yett("up", "blue", "--timeout", "20");

    assertThat(up.exitCode()).isEqualTo(1);
    assertThat(up.err()).contains("192.0.2.2").contains("answer");
  }

  @Test
  void aTimeoutEndsTheWaitAndNotTheWork() throws Exception {
    dataplane.cutTheWire(true);
    ready();

    Cli up = gateway.yett("up", "blue", "--timeout", "1");
    dataplane.cutTheWire(false);

    assertThat(up.exitCode()).isEqualTo(1);
    assertThat(up.err()).contains("not done after 1 s").contains("--timeout");
  }

  @Test
  void statusShowsBothPlanes() throws Exception {
    ready();

    assertThat(gateway.yett("status").out())
        .contains("control plane  up ")
        .contains("data plane     up 1m01s, version 9.9.9-test")
        .contains("DPDK 22.11.0")
        .contains("received 42")
        .contains("connections    0 of 1 up")
        .contains("drops          3 packets");
    assertThat(gateway.yett("drops").out())
        .contains("replay")
        .contains("was seen before")
        .doesNotContain("unknown_spi");
    assertThat(gateway.yett("drops", "--all").out()).contains("unknown_spi");
    assertThat(gateway.yett("version").out()).contains("9.9.9-test").contains("22.11.0");
  }

  @Test
  void statusWithoutADataPlaneSaysWhatToDo() throws Exception {
    dataplane.close();
    gateway.start();

    Cli status = gateway.yett("status");
    assertThat(status.exitCode()).isEqualTo(1);
    assertThat(status.out()).contains("data plane     away").contains("yett dataplane --config");
    Cli up = gateway.yett("up", "blue");
    assertThat(up.exitCode()).isEqualTo(1);
    assertThat(up.err()).contains("yett dataplane --config");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "up blau | 1 | there are: blue",
        "rekey blue --child nut | 1 | there are: net",
        "staus | 2 | yett status",
        "sa lst | 2 | sa list",
        "up | 2 | CONNECTION",
        "up blue --timeout -1 | 2 | 0..3600",
        "up blue --timeout x | 2 | --timeout",
        "rekey blue --ike --child net | 2 | mutually exclusive",
        "frobnicate | 2 | yett --help"
      })
  void mistakesAreExplained(String command, int exitCode, String hint) throws Exception {
    ready();

    Cli cli = gateway.yett(command.split(" ", -1));

    assertThat(cli.exitCode()).isEqualTo(exitCode);
    assertThat(cli.out()).isEmpty();
    assertThat(cli.err()).contains(hint).doesNotContain("Exception");
  }

  @Test
  void groupsNeedACommand() {
    StringWriter err = new StringWriter();
    CommandLine line = Yett.commandLine().setErr(new PrintWriter(err, true));

    assertThat(line.execute("sa")).isEqualTo(2);
    assertThat(err.toString()).contains("needs one of: list");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /v2/status | not_found",
        "GET /v1/nothing | not_found",
        "POST /v1/status | method_not_allowed",
        "GET /v1/connections/blue/up | method_not_allowed",
        "POST /v1/connections/blue/dance | not_found",
        "POST /v1/connections/blau/up | not_found",
        "POST /v1/connections/blue/up?child=net | bad_request",
        "GET /v1/operations/99999 | not_found",
        "GET /v1/operations/x | not_found"
      })
  void theApiRefusesByCode(String request, String code) throws Exception {
    ready();

    Map<String, Object> answer = gateway.raw(request);

    assertThat(answer).containsEntry("apiVersion", 1L);
    assertThat(((Map<?, ?>) answer.get("error")).get("code")).isEqualTo(code);
  }
}
