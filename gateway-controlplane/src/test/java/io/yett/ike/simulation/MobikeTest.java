package io.yett.ike.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dataplane.sachannel.SaSpec;
import io.yett.ike.message.ExchangeType;
import io.yett.ike.message.NotifyType;
import io.yett.ike.pad.Connection;
import io.yett.ike.simulation.SimulatedNetwork.Middlebox.Flow;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Ends that change their addresses (RFC 4555). Red has begun the IKE SA, and is 192.0.2.1. */
class MobikeTest {
  private static final InetAddress NEW_RED = Simulation.ip("203.0.113.7");
  private static final InetAddress OUTSIDE = Simulation.ip("198.51.100.1");
  private static final InetAddress OTHER_BLUE = Simulation.ip("203.0.113.2");

  private static Connection fromAnywhere(Connection c) {
    return new Connection(
        c.name(),
        c.localAddress(),
        c.localId(),
        null,
        c.remoteId(),
        c.psk(),
        c.proposals(),
        c.rekeySeconds(),
        c.dpdSeconds(),
        false,
        c.children(),
        c.options());
  }

  private static Simulation up(UnaryOperator<Connection> red, UnaryOperator<Connection> blue) {
    Simulation sim = new Simulation(1, red, c -> fromAnywhere(blue.apply(c)));
    sim.boot();
    sim.red().engine().initiate("tunnel", null, sim.network().now());
    sim.expectSettled(5);
    return sim;
  }

  /** From now on red is reached at its new address alone. */
  private static void moveRed(Simulation sim) {
    sim.network().alias(NEW_RED, Simulation.RED);
    sim.network()
        .middlebox(flow ->
            flow.source().getAddress().equals(Simulation.RED)
                    || flow.destination().getAddress().equals(Simulation.RED)
                ? null
                : flow);
  }

  private static SaSpec outbound(SimulatedGateway gateway) {
    Integer spi = gateway.dataPlane().active(gateway.engine().reqIdOf("tunnel", "net"));
    return gateway.dataPlane().outbound().get(spi);
  }

  private static long sent(SimulatedGateway gateway, NotifyType type) {
    return gateway.sent().stream().filter(m -> m.has(type)).count();
  }

  @Test
  void spokenByBothItGoesOverPort4500AndPlainEsp() {
    Simulation sim = up(c -> c, c -> c);
    assertThat(sim.red().view().ikeSas().getFirst().remote().getPort()).isEqualTo(4500);
    assertThat(outbound(sim.red()).udpEncapsulation()).isNull();
    assertThat(sent(sim.red(), NotifyType.MOBIKE_SUPPORTED)).isEqualTo(1);
    assertThat(sent(sim.blue(), NotifyType.MOBIKE_SUPPORTED)).isEqualTo(1);
  }

  @Test
  void initiatorAtANewAddressTakesAllAlong() {
    Simulation sim = up(c -> c, c -> c);
    moveRed(sim);
    assertThat(sim.red().engine().move("tunnel", NEW_RED, sim.network().now())).isNull();
    sim.runSeconds(3);
    sim.expectSettled(5);
    assertThat(sim.blue().view().ikeSas().getFirst().remote().getAddress()).isEqualTo(NEW_RED);
    assertThat(outbound(sim.blue()).tunnelRemote()).isEqualTo(NEW_RED);
    assertThat(outbound(sim.red()).tunnelLocal()).isEqualTo(NEW_RED);
    // Blue asked whether red is really there before it sent traffic to it.
    assertThat(sent(sim.blue(), NotifyType.COOKIE2)).isEqualTo(1);
    assertThat(sent(sim.red(), NotifyType.COOKIE2)).isEqualTo(1);
    for (SimulatedGateway gateway : List.of(sim.red(), sim.blue())) {
      gateway.engine().rekeyIkeSa("tunnel", sim.network().now());
      sim.runSeconds(3);
      gateway.engine().rekeyChild("tunnel", "net", sim.network().now());
      sim.runSeconds(3);
      sim.expectSettled(5);
    }
    sim.runSeconds(100);
    assertThat(sim.red().lostPeer() || sim.blue().lostPeer()).isFalse();
  }

  @Test
  void childrenStayWhereTheyAreUntilThePeerReturnsTheCookie() {
    Simulation sim = up(c -> c, c -> c);
    moveRed(sim);
    // Somebody else's address: what blue sends there never comes to red but for the first answer.
    int[] toRed = {0};
    sim.network()
        .losing(d -> {
          boolean fromBlue = (d[19] & 0x08) == 0;
          return fromBlue && toRed[0]++ > 0;
        });
    sim.red().engine().move("tunnel", NEW_RED, sim.network().now());
    sim.runUntil(2, () -> sent(sim.blue(), NotifyType.COOKIE2) > 0);
    sim.runSeconds(2);
    assertThat(outbound(sim.blue()).tunnelRemote()).isEqualTo(Simulation.RED);
  }

  @Test
  void behindANatAllAtOnce() {
    Simulation sim = up(c -> c, c -> c);
    sim.network()
        .middlebox(flow -> {
          InetSocketAddress source = flow.source();
          if (source.getAddress().equals(Simulation.RED)) {
            return new Flow(
                new InetSocketAddress(OUTSIDE, source.getPort() + 10_000), flow.destination());
          }
          if (flow.destination().getAddress().equals(OUTSIDE)) {
            int port = flow.destination().getPort() - 10_000;
            return new Flow(source, new InetSocketAddress(Simulation.RED, port));
          }
          return flow.destination().getAddress().equals(Simulation.RED) ? null : flow;
        });
    // The address is the same, the way is another.
    sim.red().engine().move("tunnel", Simulation.RED, sim.network().now());
    sim.runSeconds(3);
    sim.expectSettled(5);
    assertThat(sim.red().view().ikeSas().getFirst().natLocal()).isTrue();
    assertThat(outbound(sim.blue()).udpEncapsulation().remotePort()).isEqualTo(14_500);
    assertThat(outbound(sim.blue()).tunnelRemote()).isEqualTo(OUTSIDE);
    assertThat(outbound(sim.red()).udpEncapsulation().keepaliveSeconds()).isEqualTo(20);
  }

  @Test
  void initiatorTriesTheOtherAddressesOfASilentPeer() {
    Simulation sim = up(c -> c, c -> c.with(c.options().withMobike(true, List.of(OTHER_BLUE))));
    sim.network().alias(OTHER_BLUE, Simulation.BLUE);
    sim.network()
        .middlebox(flow ->
            flow.source().getAddress().equals(Simulation.BLUE)
                    || flow.destination().getAddress().equals(Simulation.BLUE)
                ? null
                : flow);
    sim.runSeconds(120);
    sim.expectSettled(5);
    assertThat(sim.red().view().ikeSas().getFirst().remote().getAddress()).isEqualTo(OTHER_BLUE);
    assertThat(outbound(sim.red()).tunnelRemote()).isEqualTo(OTHER_BLUE);
    assertThat(outbound(sim.blue()).tunnelLocal()).isEqualTo(OTHER_BLUE);
    assertThat(sim.red().lostPeer()).isFalse();
  }

  /** The update comes to an address of blue's that the connection knows nothing of. */
  @Test
  void addressThatIsNotOurConnectionsIsRefused() {
    Simulation sim = up(c -> c, c -> c);
    sim.network().alias(OTHER_BLUE, Simulation.BLUE);
    sim.network()
        .middlebox(flow ->
            flow.destination().getAddress().equals(Simulation.BLUE)
                ? new Flow(
                    flow.source(), new InetSocketAddress(OTHER_BLUE, flow.destination().getPort()))
                : flow);
    sim.red().engine().move("tunnel", Simulation.RED, sim.network().now());
    sim.runSeconds(3);
    assertThat(sent(sim.blue(), NotifyType.UNACCEPTABLE_ADDRESSES)).isEqualTo(1);
    assertThat(sim.blue().view().ikeSas().getFirst().local().getAddress())
        .isEqualTo(Simulation.BLUE);
    assertThat(sim.red().failures().getLast().text()).contains("UNACCEPTABLE_ADDRESSES");
  }

  /** Only the initiator of the IKE SA decides (RFC 4555 §3.5). */
  @Test
  void responderCannotMove() {
    Simulation sim = up(c -> c, c -> c);
    assertThat(sim.blue().engine().move("tunnel", OTHER_BLUE, sim.network().now())).isNotNull();
    assertThat(sent(sim.blue(), NotifyType.UPDATE_SA_ADDRESSES)).isZero();
  }

  @Test
  void withoutItNothingMoves() {
    Simulation sim = up(c -> c.with(c.options().withMobike(false, List.of())), c -> c);
    assertThat(sim.red().view().ikeSas().getFirst().remote().getPort()).isEqualTo(500);
    assertThat(sim.red().engine().move("tunnel", NEW_RED, sim.network().now()))
        .contains("does not speak MOBIKE");
    Simulation other = up(c -> c, c -> c.with(c.options().withMobike(false, List.of())));
    assertThat(other.red().engine().move("tunnel", NEW_RED, other.network().now()))
        .contains("does not speak MOBIKE");
    assertThat(other.blue().engine().move("tunnel", NEW_RED, other.network().now())).isNotNull();
  }

  @Test
  void addressesOutliveTheProcess() {
    Simulation sim = up(c -> c, c -> c.with(c.options().withMobike(true, List.of(OTHER_BLUE))));
    sim.red().kill();
    sim.red().restart();
    sim.runSeconds(1);
    moveRed(sim);
    assertThat(sim.red().engine().move("tunnel", NEW_RED, sim.network().now())).isNull();
    sim.runSeconds(3);
    sim.expectSettled(5);
    assertThat(outbound(sim.blue()).tunnelRemote()).isEqualTo(NEW_RED);
    assertThat(
            sim.red().sent().stream()
                .filter(m -> m.header().exchangeType() == ExchangeType.IKE_SA_INIT))
        .hasSize(1);
  }
}
