package io.yett.ike.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.ike.pad.Child;
import io.yett.ike.pad.Connection;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rekeys one at a time, by either end; packets pass at every moment. */
class RekeyTest {

  private static Simulation up(long seed, String espProposal) {
    UnaryOperator<Connection> change = c -> withProposals(c, espProposal);
    Simulation sim = new Simulation(seed, change, change);
    sim.boot();
    assertThat(sim.red().engine().initiate("tunnel", null, sim.network().now())).isNull();
    sim.expectTraffic(5);
    sim.expectSettled(5);
    sim.strict(true);
    return sim;
  }

  static Connection withProposals(Connection c, String esp) {
    Child old = c.children().getFirst();
    Child child =
        new Child(
            old.name(),
            old.policyOrder(),
            old.local(),
            old.remote(),
            List.of(esp),
            old.rekeySeconds(),
            old.rekeyPackets(),
            old.rekeyBytes(),
            old.replayWindow(),
            old.start(),
            old.close(),
            old.dpd());
    return new Connection(
        c.name(),
        c.localAddress(),
        c.localId(),
        c.remoteAddress(),
        c.remoteId(),
        c.psk(),
        c.proposals(),
        c.rekeySeconds(),
        c.dpdSeconds(),
        c.forceEncapsulation(),
        List.of(child));
  }

  @ParameterizedTest
  @ValueSource(strings = {"aes256gcm16-esn", "aes128gcm16-x25519-noesn"})
  void childByEitherEnd(String proposal) {
    Simulation sim = up(1, proposal);
    int first = spi(sim);
    assertThat(sim.red().engine().rekeyChild("tunnel", "net", sim.network().now())).isNull();
    sim.runSeconds(3);
    sim.expectSettled(5);
    int second = spi(sim);
    assertThat(second).isNotEqualTo(first);
    assertThat(sim.blue().engine().rekeyChild("tunnel", "net", sim.network().now())).isNull();
    sim.runSeconds(3);
    sim.expectSettled(5);
    assertThat(spi(sim)).isNotEqualTo(second);
    assertThat(sim.red().failures()).isEmpty();
    assertThat(sim.blue().failures()).isEmpty();
  }

  @Test
  void oldInboundSaStaysForPacketsUnderWay() {
    Simulation sim = up(3, "aes256gcm16-esn");
    assertThat(sim.red().engine().rekeyChild("tunnel", "net", sim.network().now())).isNull();
    sim.runSeconds(0.5);
    for (SimulatedGateway gateway : List.of(sim.red(), sim.blue())) {
      assertThat(gateway.view().ikeSas().getFirst().children()).hasSize(1);
      assertThat(gateway.dataPlane().inbound()).hasSize(2);
      assertThat(gateway.dataPlane().outbound()).hasSize(1);
    }
    sim.runSeconds(1);
    assertThat(sim.red().dataPlane().inbound()).hasSize(1);
    assertThat(sim.blue().dataPlane().inbound()).hasSize(1);
  }

  @Test
  void ikeSaByEitherEnd() {
    Simulation sim = up(2, "aes256gcm16-esn");
    int child = spi(sim);
    long first = sim.red().view().ikeSas().getFirst().initiatorSpi();
    assertThat(sim.red().engine().rekeyIkeSa("tunnel", sim.network().now())).isNull();
    sim.runSeconds(3);
    sim.expectSettled(5);
    long second = sim.red().view().ikeSas().getFirst().initiatorSpi();
    assertThat(second).isNotEqualTo(first);
    assertThat(sim.blue().engine().rekeyIkeSa("tunnel", sim.network().now())).isNull();
    sim.runSeconds(3);
    sim.expectSettled(5);
    assertThat(sim.red().view().ikeSas().getFirst().initiatorSpi()).isNotEqualTo(second);
    assertThat(spi(sim)).isEqualTo(child);
    assertThat(sim.blue().engine().rekeyChild("tunnel", "net", sim.network().now())).isNull();
    sim.runSeconds(3);
    sim.expectSettled(5);
    assertThat(spi(sim)).isNotEqualTo(child);
  }

  private static int spi(Simulation sim) {
    return sim.red().view().ikeSas().getFirst().children().getFirst().inboundSpi();
  }
}
