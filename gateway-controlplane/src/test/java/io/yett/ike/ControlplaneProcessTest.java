package io.yett.ike;

import static io.yett.ike.TestGateway.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.yett.ike.cli.Node;
import io.yett.ike.engine.ConnectionView;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The control plane as a process: who starts first, who dies, and what is left. */
@Timeout(180)
final class ControlplaneProcessTest {
  @TempDir private Path directory;
  private TestGateway gateway;
  private TestDataplane dataplane;
  private TestPeer peer;

  @AfterEach
  void stop() throws Exception {
    if (gateway != null) {
      gateway.close();
    }
    if (dataplane != null) {
      dataplane.close();
    }
  }

  private void startDataplane() throws Exception {
    dataplane = new TestDataplane(gateway.channel, peer);
  }

  private void begin(String start) throws Exception {
    gateway = new TestGateway(directory, start);
    peer = gateway.peer();
  }

  private List<String> spis() {
    return gateway.sas().stream()
        .map(sa -> sa.text("direction") + " " + sa.text("spi"))
        .sorted()
        .toList();
  }

  @Test
  void theControlPlaneMayStartFirst() throws Exception {
    begin("start");
    gateway.start();
    assertThat(gateway.status().child("channel").text("state")).isEqualTo("waiting");
    await("it says that it waits", () -> gateway.logSays("no data plane"));

    startDataplane();

    await("the tunnel is up", () -> gateway.state().equals("up"));
    assertThat(gateway.sas()).hasSize(2);
    assertThat(dataplane.lanes.policyNames()).hasSize(1);
    assertThat(gateway.log().lines().filter(line -> line.contains("no data plane")))
        .as("it says so once")
        .hasSize(1);
  }

  @Test
  void theDataPlaneMayStartFirst() throws Exception {
    begin("start");
    startDataplane();

    gateway.start();

    await("the tunnel is up", () -> gateway.state().equals("up"));
    await("for the peer too", () -> peer.view().state() == ConnectionView.State.UP);
  }

  @Test
  void aKilledControlPlaneLosesNothing() throws Exception {
    begin("start");
    startDataplane();
    gateway.start();
    await("the tunnel is up", () -> gateway.state().equals("up"));
    List<String> before = spis();
    String ikeSa = gateway.connection().text("name") + ikeSpis();

    gateway.kill();
    int commands = dataplane.lanes.log.size();
    gateway.start();

    await("the tunnel is up again", () -> gateway.state().equals("up"));
    assertThat(spis()).isEqualTo(before);
    assertThat(gateway.connection().text("name") + ikeSpis()).isEqualTo(ikeSa);
    assertThat(dataplane.lanes.log.subList(commands, dataplane.lanes.log.size()))
        .as("no SA came or went")
        .noneMatch(line -> line.startsWith("install") || line.startsWith("remove"));
    assertThat(gateway.yett("rekey", "blue").exitCode()).isZero();
    assertThat(spis()).isNotEqualTo(before);
  }

  private String ikeSpis() {
    return Node.of(new io.yett.ike.cli.AdminClient(gateway.socket).get("/v1/sas"))
        .children("ikeSas")
        .stream()
        .map(sa -> " " + sa.text("localSpi") + "/" + sa.text("remoteSpi"))
        .collect(Collectors.joining());
  }

  @Test
  void aTerminatedControlPlaneLeavesItsSas() throws Exception {
    begin("start");
    startDataplane();
    gateway.start();
    await("the tunnel is up", () -> gateway.state().equals("up"));
    List<String> before = spis();

    assertThat(gateway.terminate()).isZero();

    assertThat(gateway.socket).doesNotExist();
    assertThat(gateway.yett("status").exitCode()).isEqualTo(3);
    gateway.start();
    await("the tunnel is up again", () -> gateway.state().equals("up"));
    assertThat(spis()).isEqualTo(before);
  }

  @Test
  void closeOnExitTakesEverythingDown() throws Exception {
    begin("start");
    startDataplane();
    gateway.start("--close-on-exit");
    await("the tunnel is up", () -> gateway.state().equals("up"));

    gateway.terminate();

    await("the peer was told", () -> peer.view().ikeSas().isEmpty());
    assertThat(dataplane.lanes.log.stream().filter(line -> line.startsWith("remove"))).hasSize(2);
  }

  @Test
  void aRestartedDataPlaneGetsItsSasAnew() throws Exception {
    begin("start");
    startDataplane();
    gateway.start();
    await("the tunnel is up", () -> gateway.state().equals("up"));
    List<String> before = spis();

    dataplane.close();
    await(
        "it is missed", () -> !gateway.status().child("channel").text("state").equals("connected"));
    startDataplane();

    await("the tunnel is up again", () -> gateway.state().equals("up") && spis().size() == 2);
    List<String> anew = spis();
    assertThat(anew).doesNotContainAnyElementsOf(before);
    assertThat(dataplane.lanes.policyNames()).hasSize(1);

    gateway.kill();
    gateway.start();
    await("it takes up what was made anew", () -> gateway.state().equals("up"));
    assertThat(spis()).isEqualTo(anew);
  }

  @Test
  void whatNoCheckpointClaimsIsRemoved() throws Exception {
    begin("none");
    startDataplane();
    StraySas.leave(gateway.channel);

    gateway.start();
    await(
        "it has begun", () -> gateway.status().child("channel").text("state").equals("connected"));

    await("only the manual SA is left", () -> gateway.sas().size() == 1);
    assertThat(gateway.sas().getFirst().text("origin")).isEqualTo("manual");
  }

  @Test
  void aTakenMetricsPortIsAClearErrorAndLeavesNothing() throws Exception {
    begin("none");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Process process = gateway.spawnWithMetrics(taken.getLocalPort());

      assertThat(process.waitFor()).isEqualTo(1);
    }
    assertThat(gateway.log()).contains("cannot serve metrics").doesNotContain("Exception");
    assertThat(gateway.socket).doesNotExist();
  }

  @Test
  void aSecondControlPlaneIsRefused() throws Exception {
    begin("none");
    gateway.start();

    Process second = gateway.spawn();

    assertThat(second.waitFor()).isEqualTo(1);
    await("it says why", () -> gateway.logSays("a control plane is running already"));
    assertThat(gateway.status()).as("the first is unharmed").isNotNull();
  }
}
