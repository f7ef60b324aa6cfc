package io.yett.ike.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.ike.pad.Child;
import io.yett.ike.pad.Connection;
import io.yett.ike.pad.StartAction;
import org.junit.jupiter.api.Test;

/** Either process dies and comes back, at any moment. */
class RestartTest {

  private static Connection started(Connection c) {
    Child old = c.children().getFirst();
    return Connections.withChild(c, Connections.withStart(old, StartAction.START));
  }

  private static Simulation up(long seed) {
    Simulation sim = new Simulation(seed, RestartTest::started, c -> c);
    sim.boot();
    sim.expectTraffic(5);
    sim.expectSettled(5);
    return sim;
  }

  @Test
  void controlPlaneComesBackAndGoesOn() {
    Simulation sim = up(1);
    sim.strict(true);
    sim.red().kill();
    sim.runSeconds(10);
    sim.red().restart();
    sim.expectSettled(1);
    assertThat(sim.red().engine().rekeyChild("tunnel", "net", sim.network().now())).isNull();
    sim.runSeconds(3);
    sim.expectSettled(1);
    assertThat(sim.red().engine().rekeyIkeSa("tunnel", sim.network().now())).isNull();
    sim.runSeconds(3);
    sim.expectSettled(1);
    sim.blue().kill();
    sim.runSeconds(1);
    sim.blue().restart();
    sim.runSeconds(100);
    sim.expectSettled(1);
    assertThat(sim.red().lostPeer()).isFalse();
    assertThat(sim.blue().lostPeer()).isFalse();
  }

  @Test
  void answersDeadPeerDetectionAtOnceAfterItsRestart() {
    Simulation sim = up(2);
    sim.red().kill();
    sim.red().restart();
    sim.strict(true);
    sim.runSeconds(300);
    sim.expectSettled(1);
    assertThat(sim.blue().failures()).isEmpty();
  }

  @Test
  void peerThatLostAllComesBackByItself() {
    Simulation sim = up(3);
    sim.blue().kill();
    sim.blue().dataPlane().restart();
    sim.runSeconds(100);
    assertThat(sim.red().lostPeer()).isTrue();
    assertThat(sim.traffic()).isFalse();
    sim.blue().boot();
    sim.expectTraffic(100);
    sim.expectSettled(60);
  }

  @Test
  void peerThatLostAllReplacesTheOldSaByInitialContact() {
    Simulation sim = new Simulation(4, c -> c, RestartTest::started);
    sim.boot();
    sim.expectSettled(5);
    sim.blue().kill();
    sim.blue().boot();
    sim.expectTraffic(5);
    sim.expectSettled(5);
  }

  @Test
  void dataPlaneThatLostAllGetsNewKeys() {
    Simulation sim = up(5);
    int old = sim.red().view().ikeSas().getFirst().children().getFirst().inboundSpi();
    sim.red().dataPlane().restart();
    sim.red().engine().onDataPlaneRestarted(sim.network().now());
    sim.expectTraffic(5);
    sim.expectSettled(5);
    assertThat(sim.red().view().ikeSas().getFirst().children().getFirst().inboundSpi())
        .isNotEqualTo(old);
  }

  @Test
  void bothProcessesOfOneSideLoseTheDataPlaneMeanwhile() {
    Simulation sim = up(6);
    sim.red().kill();
    sim.red().dataPlane().restart();
    sim.runSeconds(5);
    sim.red().restart();
    sim.expectTraffic(5);
    sim.expectSettled(70);
  }

  /** Killed at every moment of a rekey, and back a second later. */
  @Test
  void controlPlaneKilledInTheMiddleOfRekeys() {
    for (int seed = 0; seed < 60; seed++) {
      Simulation sim = up(1000 + seed);
      SimulatedGateway victim = seed % 2 == 0 ? sim.red() : sim.blue();
      SimulatedGateway actor = seed % 4 < 2 ? sim.red() : sim.blue();
      if (seed % 3 == 0) {
        actor.engine().rekeyIkeSa("tunnel", sim.network().now());
      } else {
        actor.engine().rekeyChild("tunnel", "net", sim.network().now());
      }
      sim.runSeconds(sim.network().random().nextInt(6000) / 1e6);
      victim.kill();
      sim.runSeconds(1);
      victim.restart();
      sim.runSeconds(30);
      sim.expectSettled(150);
    }
  }
}
