package io.yett.ike.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.ike.engine.ConnectionView;
import io.yett.ike.engine.DatagramDrop;
import io.yett.ike.engine.EngineSettings;
import io.yett.ike.engine.Failure;
import io.yett.ike.engine.FailureReason;
import io.yett.ike.pad.Child;
import io.yett.ike.pad.Connection;
import io.yett.ike.pad.LossAction;
import io.yett.ike.pad.StartAction;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** IKE_SA_INIT and IKE_AUTH: what they agree on, and what an operator reads when they do not. */
class HandshakeTest {
  private static Simulation begin(UnaryOperator<Connection> red, UnaryOperator<Connection> blue) {
    return begin(EngineSettings.DEFAULT, red, blue);
  }

  private static Simulation begin(
      EngineSettings settings, UnaryOperator<Connection> red, UnaryOperator<Connection> blue) {
    Simulation sim = new Simulation(7, settings, red, blue);
    sim.boot();
    assertThat(sim.red().engine().initiate("tunnel", null, sim.network().now())).isNull();
    return sim;
  }

  private static UnaryOperator<Connection> child(UnaryOperator<Child> change) {
    return c -> Connections.withChild(c, change.apply(c.children().getFirst()));
  }

  private static Failure last(SimulatedGateway gateway) {
    assertThat(gateway.failures()).isNotEmpty();
    return gateway.failures().getLast();
  }

  private static long sent(Simulation sim, String who, String what) {
    return sim.trace().lines().stream()
        .filter(line -> line.contains(who + " -->") && line.contains(what))
        .count();
  }

  @Test
  void cookieIsAskedForAndReturned() {
    Simulation sim = begin(EngineSettings.DEFAULT.withHalfOpen(0, 1000), c -> c, c -> c);
    sim.expectSettled(5);
    assertThat(sim.blue().drops(DatagramDrop.COOKIE_REQUIRED)).isEqualTo(1);
    assertThat(sent(sim, "red ", "HDR, N(COOKIE), SAi, KEi")).isEqualTo(1);
  }

  @Test
  void anotherGroupIsTriedWhenTheResponderWantsIt() {
    Simulation sim =
        begin(
            c ->
                Connections.withProposals(
                    c, "aes256gcm16-prfsha256-x25519", "aes256gcm16-prfsha256-ecp384"),
            c -> Connections.withProposals(c, "aes256gcm16-prfsha256-ecp384"));
    sim.expectSettled(5);
    assertThat(sent(sim, "blue", "N(INVALID_KE_PAYLOAD)")).isEqualTo(1);
    assertThat(sim.red().view().ikeSas().getFirst().suite()).contains("ecp384");
  }

  @Test
  void cookieAndAnotherGroupTogether() {
    Simulation sim =
        begin(
            EngineSettings.DEFAULT.withHalfOpen(0, 1000),
            c ->
                Connections.withProposals(
                    c, "aes256gcm16-prfsha256-x25519", "aes256gcm16-prfsha256-ecp384"),
            c -> Connections.withProposals(c, "aes256gcm16-prfsha256-ecp384"));
    sim.expectSettled(5);
  }

  @Test
  void noCommonProposalSaysSo() {
    Simulation sim =
        begin(
            c -> Connections.withProposals(c, "aes256gcm16-prfsha256-x25519"),
            c -> Connections.withProposals(c, "aes128-sha256-modp2048"));
    sim.runSeconds(5);
    assertThat(last(sim.red()).reason()).isEqualTo(FailureReason.NO_PROPOSAL_CHOSEN);
    assertThat(last(sim.red()).text()).contains("aes256gcm16-prfsha256-x25519");
    assertThat(last(sim.blue()).reason()).isEqualTo(FailureReason.NO_PROPOSAL_CHOSEN);
    sim.runSeconds(60);
    assertThat(sim.red().view().state()).isEqualTo(ConnectionView.State.DOWN);
  }

  @Test
  void wrongSecretFailsAtBothEndsAndLeavesNothing() {
    Simulation sim = begin(c -> Connections.withPsk(c, "wrong"), c -> c);
    sim.runSeconds(30);
    assertThat(last(sim.red()).reason()).isEqualTo(FailureReason.AUTHENTICATION_FAILED);
    assertThat(last(sim.red()).text()).contains("pre-shared key mismatch or wrong identity");
    assertThat(last(sim.blue()).text()).contains("pre-shared key differs");
    for (SimulatedGateway gateway : List.of(sim.red(), sim.blue())) {
      assertThat(gateway.view().ikeSas()).isEmpty();
      assertThat(gateway.dataPlane().installed()).isEmpty();
      assertThat(gateway.checkpoints()).isEmpty();
    }
  }

  @Test
  void secretIsShownNowhere() {
    Simulation sim = begin(c -> Connections.withPsk(c, "wrong"), c -> c);
    sim.runSeconds(30);
    assertThat(sim.trace().toString()).doesNotContain("correct horse").doesNotContain("wrong\"");
    assertThat(Simulation.redConnection().toString()).doesNotContain("correct horse");
  }

  @Test
  void selectorsAreNarrowedToWhatBothAllow() {
    Simulation sim =
        begin(
            c -> c,
            child(c ->
                Connections.withSelectors(
                    Connections.withClose(c, LossAction.NONE),
                    List.of(Simulation.net("10.2.0.128", "10.2.1.255")),
                    List.of(Simulation.RED_NET))));
    sim.expectSettled(5);
    sim.runSeconds(1);
    var expected = List.of(Simulation.net("10.2.0.128", "10.2.0.255"));
    assertThat(sim.red().dataPlane().policies().get("tunnel/net").remoteSelectors())
        .isEqualTo(expected);
    assertThat(sim.blue().dataPlane().policies().get("tunnel/net").localSelectors())
        .isEqualTo(expected);
    assertThat(sim.red().engine().rekeyChild("tunnel", "net", sim.network().now())).isNull();
    sim.runSeconds(3);
    sim.expectSettled(5);
    assertThat(sim.red().engine().terminate("tunnel", null, sim.network().now())).isNull();
    sim.runSeconds(5);
    assertThat(sim.red().dataPlane().policies().get("tunnel/net").remoteSelectors())
        .isEqualTo(List.of(Simulation.BLUE_NET));
  }

  @Test
  void disjointSelectorsFailTheChildAlone() {
    Simulation sim =
        begin(
            c -> c,
            child(c ->
                Connections.withSelectors(
                    c,
                    List.of(Simulation.net("10.9.0.0", "10.9.0.255")),
                    List.of(Simulation.RED_NET))));
    sim.runSeconds(5);
    assertThat(last(sim.red()).reason()).isEqualTo(FailureReason.TS_UNACCEPTABLE);
    assertThat(sim.red().view().state()).isEqualTo(ConnectionView.State.PARTIAL);
    assertThat(sim.red().dataPlane().installed()).isEmpty();
    assertThat(sim.blue().dataPlane().installed()).isEmpty();
  }

  @Test
  void dataPlaneThatRefusesFailsTheChildAtBothEnds() {
    UnaryOperator<Connection> quiet = child(c -> Connections.withClose(c, LossAction.NONE));
    Simulation sim = new Simulation(8, quiet, quiet);
    sim.boot();
    sim.blue().dataPlane().refuse(1);
    sim.red().engine().initiate("tunnel", null, sim.network().now());
    sim.runSeconds(3);
    assertThat(last(sim.blue()).reason()).isEqualTo(FailureReason.INSTALL_FAILED);
    assertThat(last(sim.red()).reason()).isEqualTo(FailureReason.PEER_ERROR);
    assertThat(sim.red().dataPlane().installed()).isEmpty();
    sim.red().engine().initiate("tunnel", null, sim.network().now());
    sim.expectSettled(5);
    sim.red().engine().terminate("tunnel", null, sim.network().now());
    sim.runSeconds(5);
    sim.red().dataPlane().refuse(1);
    sim.red().forgetFailures();
    sim.red().engine().initiate("tunnel", null, sim.network().now());
    sim.runSeconds(5);
    assertThat(last(sim.red()).reason()).isEqualTo(FailureReason.INSTALL_FAILED);
    assertThat(sim.red().dataPlane().installed()).isEmpty();
    assertThat(sim.blue().dataPlane().installed()).isEmpty();
  }

  @Test
  void silentPeerIsReportedWithTriesAndTime() {
    Simulation sim = new Simulation(9);
    sim.boot();
    sim.blue().kill();
    sim.red().engine().initiate("tunnel", null, sim.network().now());
    sim.runSeconds(120);
    assertThat(last(sim.red()).text()).startsWith("no answer from 192.0.2.2 after 7 tries over ");
    assertThat(sim.red().view().state()).isEqualTo(ConnectionView.State.DOWN);
  }

  @Test
  void startNeverGivesUp() {
    Simulation sim =
        new Simulation(10, child(c -> Connections.withStart(c, StartAction.START)), c -> c);
    sim.red().boot();
    sim.runSeconds(2000);
    sim.blue().boot();
    sim.expectTraffic(130);
  }

  @Test
  void trapStartsAtTheFirstPacket() {
    Simulation sim =
        new Simulation(11, child(c -> Connections.withStart(c, StartAction.TRAP)), c -> c);
    sim.boot();
    sim.runSeconds(5);
    assertThat(sim.red().view().ikeSas()).isEmpty();
    sim.red().engine().onAcquire(sim.red().engine().reqIdOf("tunnel", "net"), sim.network().now());
    sim.expectSettled(5);
  }

  @Test
  void closedByThePeerStaysClosedUnlessToldOtherwise() {
    for (LossAction close : LossAction.values()) {
      Simulation sim = begin(child(c -> Connections.withClose(c, close)), c -> c);
      sim.expectSettled(5);
      assertThat(sim.blue().engine().terminate("tunnel", null, sim.network().now())).isNull();
      sim.runSeconds(10);
      assertThat(sim.traffic()).isEqualTo(close == LossAction.RESTART);
    }
  }

  @Test
  void bothEndsStartingAtOnceEndWithOneTunnel() {
    UnaryOperator<Connection> start = child(c -> Connections.withStart(c, StartAction.START));
    for (int seed = 0; seed < 30; seed++) {
      Simulation sim = new Simulation(seed, start, start);
      sim.network().conditions(new SimulatedNetwork.Conditions(0, 0, 100, 30_000));
      sim.boot();
      sim.runSeconds(1);
      sim.expectSettled(90);
    }
  }

  @Test
  void halfOpenOnesAreBoundedAndForgotten() {
    Simulation sim = begin(EngineSettings.DEFAULT.withHalfOpen(1000, 1), c -> c, c -> c);
    sim.runUntil(5, () -> sent(sim, "red ", "IKE_AUTH") > 0);
    sim.red().kill();
    sim.red().boot();
    sim.red().engine().initiate("tunnel", null, sim.network().now());
    sim.runSeconds(3);
    assertThat(sim.blue().drops(DatagramDrop.HALF_OPEN_LIMIT)).isLessThanOrEqualTo(5);
    sim.expectSettled(100);
  }
}
