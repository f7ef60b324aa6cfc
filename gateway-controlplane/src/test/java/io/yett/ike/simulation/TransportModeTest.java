package io.yett.ike.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dataplane.sachannel.IpsecMode;
import io.yett.dataplane.sachannel.SaSpec;
import io.yett.dataplane.sachannel.TrafficSelector;
import io.yett.ike.message.NotifyType;
import io.yett.ike.pad.Child;
import io.yett.ike.pad.Connection;
import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Transport mode is used if both want it (RFC 7296 section 1.3.1). */
class TransportModeTest {
  private static UnaryOperator<Connection> wants(IpsecMode mode) {
    return c -> {
      Child old = c.children().getFirst();
      return Connections.withChild(
          c,
          new Child(
              old.name(),
              old.policyOrder(),
              List.of(host(c.localAddress())),
              List.of(host(c.remoteAddress())),
              old.proposals(),
              old.rekeySeconds(),
              old.rekeyPackets(),
              old.rekeyBytes(),
              old.replayWindow(),
              old.start(),
              old.close(),
              old.dpd(),
              old.dfPolicy(),
              old.mssClamping(),
              mode));
    };
  }

  private static TrafficSelector host(InetAddress address) {
    return TrafficSelector.ofRange(address, address);
  }

  private static Simulation established(
      UnaryOperator<Connection> red, UnaryOperator<Connection> blue) {
    Simulation sim = new Simulation(1, red, blue);
    sim.boot();
    sim.red().engine().initiate("tunnel", null, sim.network().now());
    sim.runSeconds(3);
    return sim;
  }

  private static List<IpsecMode> modes(Simulation sim) {
    return Stream.of(sim.red().dataPlane(), sim.blue().dataPlane())
        .flatMap(plane -> Stream.of(plane.inbound().values(), plane.outbound().values()))
        .flatMap(Collection<SaSpec>::stream)
        .map(spec -> spec.encapsulation().mode())
        .toList();
  }

  @Test
  void bothWantIt() {
    Simulation sim = established(wants(IpsecMode.TRANSPORT), wants(IpsecMode.TRANSPORT));
    assertThat(modes(sim)).hasSize(4).containsOnly(IpsecMode.TRANSPORT);
    int before = sim.red().dataPlane().outbound().keySet().iterator().next();
    sim.blue().engine().rekeyChild("tunnel", null, sim.network().now());
    sim.runSeconds(60);
    assertThat(sim.red().dataPlane().outbound()).doesNotContainKey(before);
    assertThat(modes(sim)).as("rekeyed").hasSize(4).containsOnly(IpsecMode.TRANSPORT);
  }

  @Test
  void oneAloneDoesNotGetIt() {
    Simulation asked = established(wants(IpsecMode.TRANSPORT), wants(IpsecMode.TUNNEL));
    assertThat(modes(asked)).hasSize(4).containsOnly(IpsecMode.TUNNEL);
    assertThat(asked.red().sent()).anyMatch(m -> m.has(NotifyType.USE_TRANSPORT_MODE));
    assertThat(asked.blue().sent()).noneMatch(m -> m.has(NotifyType.USE_TRANSPORT_MODE));
    Simulation notAsked = established(wants(IpsecMode.TUNNEL), wants(IpsecMode.TRANSPORT));
    assertThat(modes(notAsked)).hasSize(4).containsOnly(IpsecMode.TUNNEL);
    assertThat(notAsked.blue().sent()).noneMatch(m -> m.has(NotifyType.USE_TRANSPORT_MODE));
  }

  /** RFC 7296 section 2.23.1 is not done: a tunnel between the same two. */
  @Test
  void notInUdp() {
    UnaryOperator<Connection> forced =
        c -> Connections.withForcedEncapsulation(wants(IpsecMode.TRANSPORT).apply(c));
    Simulation sim = established(forced, forced);
    assertThat(modes(sim)).hasSize(4).containsOnly(IpsecMode.TUNNEL);
    assertThat(sim.red().sent()).noneMatch(m -> m.has(NotifyType.USE_TRANSPORT_MODE));
  }
}
