package io.yett.ike.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dataplane.sachannel.SaSpec;
import io.yett.dataplane.sachannel.TrafficSelector;
import io.yett.ike.engine.ChildSaView;
import io.yett.ike.engine.ConnectionView;
import io.yett.ike.message.ExchangeType;
import io.yett.ike.message.KePayload;
import io.yett.ike.message.SaPayload;
import io.yett.ike.pad.Child;
import io.yett.ike.pad.Connection;
import io.yett.ike.pad.LossAction;
import io.yett.ike.pad.StartAction;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** No Child SA at first (RFC 6023), and several of one connection. */
class ChildrenTest {

  private static Connection childless(Connection c) {
    Child child = Connections.withEsp(c.children().getFirst(), "aes256gcm16-x25519-esn");
    return Connections.withChild(c, child).with(c.options().withChildless(true));
  }

  private static long count(SimulatedGateway gateway, ExchangeType type) {
    return gateway.sent().stream().filter(m -> m.header().exchangeType() == type).count();
  }

  @Test
  void firstChildIsMadeAfterAuthenticationWithAKeyExchangeOfItsOwn() {
    Simulation sim = new Simulation(1, ChildrenTest::childless, ChildrenTest::childless);
    sim.boot();
    sim.red().engine().initiate("tunnel", null, sim.network().now());
    sim.expectSettled(5);
    assertThat(
            sim.red().sent().stream()
                .filter(m -> m.header().exchangeType() == ExchangeType.IKE_AUTH))
        .noneMatch(m -> m.first(SaPayload.class).isPresent());
    assertThat(
            sim.red().sent().stream()
                .filter(m -> m.header().exchangeType() == ExchangeType.CREATE_CHILD_SA))
        .hasSize(1)
        .allMatch(m -> m.first(KePayload.class).isPresent());
    assertThat(sim.red().view().state()).isEqualTo(ConnectionView.State.UP);
    assertThat(sim.red().failures()).isEmpty();
    assertThat(sim.blue().failures()).isEmpty();
  }

  @Test
  void onBadNetworksToo() {
    for (int seed = 0; seed < 100; seed++) {
      Simulation sim =
          new Simulation(
              seed,
              c -> {
                Connection changed = childless(c);
                Child child = changed.children().getFirst();
                return Connections.withChild(
                    changed, Connections.withStart(child, StartAction.START));
              },
              ChildrenTest::childless);
      sim.network().conditions(new SimulatedNetwork.Conditions(0.2, 0.2, 100, 300_000));
      sim.boot();
      sim.expectTraffic(600);
      sim.expectSettled(100);
      assertThat(count(sim.red(), ExchangeType.CREATE_CHILD_SA)).isPositive();
    }
  }

  private static TrafficSelector third(int net, int octet) {
    return Simulation.net("10." + net + "." + octet + ".0", "10." + net + "." + octet + ".255");
  }

  private static Connection several(Connection c, boolean red) {
    Child base = Connections.withClose(c.children().getFirst(), LossAction.NONE);
    List<Child> children =
        List.of(0, 1, 2).stream()
            .map(i -> {
              Child child =
                  Connections.withSelectors(
                      base, List.of(third(red ? 1 : 2, i)), List.of(third(red ? 2 : 1, i)));
              return named(child, "net" + i);
            })
            .toList();
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
        false,
        children,
        c.options());
  }

  private static Child named(Child c, String name) {
    return new Child(
        name,
        c.policyOrder(),
        c.local(),
        c.remote(),
        c.proposals(),
        c.rekeySeconds(),
        c.rekeyPackets(),
        c.rekeyBytes(),
        c.replayWindow(),
        c.start(),
        c.close(),
        c.dpd());
  }

  private static void expectThree(Simulation sim) {
    for (int i = 0; i < 3; i++) {
      String name = "net" + i;
      for (boolean fromRed : List.of(true, false)) {
        SimulatedGateway from = fromRed ? sim.red() : sim.blue();
        SimulatedGateway to = fromRed ? sim.blue() : sim.red();
        int spi = from.dataPlane().active(from.engine().reqIdOf("tunnel", name));
        SaSpec out = from.dataPlane().outbound().get(spi);
        SaSpec in = to.dataPlane().inbound().get(spi);
        assertThat(Arrays.equals(out.keyMaterial(), in.keyMaterial())).isTrue();
        assertThat(out.localSelectors()).containsExactly(third(fromRed ? 1 : 2, i));
        assertThat(in.reqId()).isEqualTo(to.engine().reqIdOf("tunnel", name));
      }
    }
    assertThat(sim.red().dataPlane().outbound()).hasSize(3);
    assertThat(sim.blue().dataPlane().outbound()).hasSize(3);
  }

  @Test
  void severalOfOneConnection() {
    UnaryOperator<Connection> red = c -> several(c, true);
    Simulation sim = new Simulation(1, red, c -> several(c, false));
    sim.boot();
    sim.red().engine().initiate("tunnel", null, sim.network().now());
    sim.runSeconds(3);
    expectThree(sim);
    assertThat(sim.red().view().ikeSas()).hasSize(1);
    sim.red().engine().rekeyIkeSa("tunnel", sim.network().now());
    sim.runSeconds(3);
    sim.blue().engine().rekeyChild("tunnel", null, sim.network().now());
    sim.runSeconds(3);
    expectThree(sim);
    assertThat(sim.red().engine().terminate("tunnel", "net1", sim.network().now())).isNull();
    sim.runSeconds(3);
    assertThat(sim.red().view().ikeSas().getFirst().children())
        .extracting(ChildSaView::name)
        .containsExactlyInAnyOrder("net0", "net2");
    sim.blue().kill();
    sim.blue().restart();
    sim.runSeconds(1);
    sim.red().engine().initiate("tunnel", "net1", sim.network().now());
    sim.runSeconds(3);
    expectThree(sim);
  }
}
