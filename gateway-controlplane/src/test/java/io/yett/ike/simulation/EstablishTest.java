package io.yett.ike.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.ike.engine.ConnectionView;
import org.junit.jupiter.api.Test;

class EstablishTest {

  @Test
  void initiatorBringsTheTunnelUp() {
    Simulation sim = new Simulation(1);
    sim.boot();
    assertThat(sim.red().engine().initiate("tunnel", null, sim.network().now())).isNull();
    sim.expectTraffic(5);
    sim.expectSettled(5);
    assertThat(sim.red().view().state()).isEqualTo(ConnectionView.State.UP);
    assertThat(sim.blue().view().state()).isEqualTo(ConnectionView.State.UP);
  }
}
