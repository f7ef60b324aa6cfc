package io.yett.ike.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dataplane.sachannel.SaSpec;
import io.yett.dataplane.sachannel.UdpEncapsulation;
import io.yett.ike.simulation.SimulatedNetwork.Middlebox.Flow;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** A NAT before red: source {@code 192.0.2.1:p} becomes {@code 198.51.100.1:p+shift}. */
class NatTest {
  private static final InetAddress OUTSIDE = Simulation.ip("198.51.100.1");

  /** Blue knows red by its outer address only. */
  private static Simulation behindNat() {
    return new Simulation(
        1,
        c -> c,
        c ->
            new io.yett.ike.pad.Connection(
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
                c.children()));
  }

  private static void nat(Simulation sim, int shift) {
    sim.network()
        .middlebox(flow -> {
          InetSocketAddress source = flow.source();
          InetSocketAddress destination = flow.destination();
          if (source.getAddress().equals(Simulation.RED)) {
            return new Flow(new InetSocketAddress(OUTSIDE, source.getPort() + shift), destination);
          }
          if (destination.getAddress().equals(OUTSIDE)) {
            int port = destination.getPort() - shift;
            return port == 500 || port == 4500
                ? new Flow(source, new InetSocketAddress(Simulation.RED, port))
                : null;
          }
          return flow;
        });
  }

  private static UdpEncapsulation outbound(SimulatedGateway gateway) {
    SaSpec sa = gateway.dataPlane().outbound().values().iterator().next();
    assertThat(sa.udpEncapsulation()).isNotNull();
    return sa.udpEncapsulation();
  }

  @Test
  void tunnelComesUpOverPort4500WithKeepalivesOfTheOneBehind() {
    Simulation sim = behindNat();
    nat(sim, 10_000);
    sim.boot();
    sim.red().engine().initiate("tunnel", null, sim.network().now());
    sim.expectSettled(5);
    assertThat(outbound(sim.red())).isEqualTo(new UdpEncapsulation(4500, 4500, 20));
    assertThat(outbound(sim.blue())).isEqualTo(new UdpEncapsulation(4500, 14_500, 0));
    SaSpec toRed = sim.blue().dataPlane().outbound().values().iterator().next();
    assertThat(toRed.tunnelRemote()).isEqualTo(OUTSIDE);
    assertThat(sim.red().view().ikeSas().getFirst().natLocal()).isTrue();
    assertThat(sim.blue().view().ikeSas().getFirst().natRemote()).isTrue();
    assertThat(sim.red().engine().rekeyChild("tunnel", "net", sim.network().now())).isNull();
    sim.runSeconds(3);
    sim.expectSettled(5);
    assertThat(sim.red().engine().rekeyIkeSa("tunnel", sim.network().now())).isNull();
    sim.runSeconds(3);
    sim.expectSettled(5);
  }

  @Test
  void aNewMappingIsFollowedWhenAnAuthenticatedMessageShowsIt() {
    Simulation sim = behindNat();
    nat(sim, 10_000);
    sim.boot();
    sim.red().engine().initiate("tunnel", null, sim.network().now());
    sim.expectSettled(5);
    nat(sim, 20_000);
    sim.runSeconds(70);
    assertThat(outbound(sim.blue()).remotePort()).isEqualTo(24_500);
    assertThat(sim.red().lostPeer()).isFalse();
    assertThat(sim.blue().lostPeer()).isFalse();
  }

  @Test
  void withoutNatAndUnforcedEspIsPlain() {
    Simulation sim = new Simulation(2);
    sim.boot();
    sim.red().engine().initiate("tunnel", null, sim.network().now());
    sim.expectSettled(5);
    assertThat(sim.red().dataPlane().outbound().values().iterator().next().udpEncapsulation())
        .isNull();
  }

  @Test
  void encapsulationForcedByOneIsUsedByBoth() {
    Simulation sim = new Simulation(3, Connections::withForcedEncapsulation, c -> c);
    sim.boot();
    sim.red().engine().initiate("tunnel", null, sim.network().now());
    sim.expectSettled(5);
    assertThat(outbound(sim.red()).remotePort()).isEqualTo(4500);
    assertThat(outbound(sim.blue()).remotePort()).isEqualTo(4500);
  }
}
