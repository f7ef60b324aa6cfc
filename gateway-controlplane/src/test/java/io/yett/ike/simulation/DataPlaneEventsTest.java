package io.yett.ike.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dataplane.sachannel.SaLifetime;
import io.yett.dataplane.sachannel.SaSpec;
import io.yett.ike.engine.FailureReason;
import org.junit.jupiter.api.Test;

/** What the data plane reports, and what becomes of it. */
class DataPlaneEventsTest {
  private static Simulation up(Simulation sim) {
    sim.boot();
    sim.red().engine().initiate("tunnel", null, sim.network().now());
    sim.expectSettled(5);
    return sim;
  }

  private static SaSpec outbound(SimulatedGateway gateway) {
    return gateway.dataPlane().outbound().values().iterator().next();
  }

  @Test
  void softLimitRekeys() {
    Simulation sim = up(new Simulation(1));
    sim.strict(true);
    SaSpec old = outbound(sim.red());
    sim.red().engine().onExpire(false, old.spi(), old.reqId(), false, sim.network().now());
    sim.runSeconds(3);
    sim.expectSettled(5);
    assertThat(outbound(sim.red()).spi()).isNotEqualTo(old.spi());
    assertThat(outbound(sim.red()).reqId()).isEqualTo(old.reqId());
  }

  @Test
  void hardLimitMakesItAnewAndSaysWhy() {
    Simulation sim = up(new Simulation(2));
    SaSpec old = outbound(sim.red());
    sim.red().engine().onExpire(false, old.spi(), old.reqId(), true, sim.network().now());
    sim.runSeconds(3);
    sim.expectSettled(5);
    assertThat(outbound(sim.red()).spi()).isNotEqualTo(old.spi());
    assertThat(sim.red().failures().getFirst().reason()).isEqualTo(FailureReason.EXPIRED);
  }

  @Test
  void unknownSpisAndReqIdsAreIgnored() {
    Simulation sim = up(new Simulation(3));
    long now = sim.network().now();
    sim.red().engine().onExpire(true, 4711, outbound(sim.red()).reqId(), true, now);
    sim.red().engine().onExpire(true, 4711, 1, true, now);
    sim.red().engine().onAcquire(1, now);
    sim.red().engine().onInboundTraffic(1, now);
    sim.runSeconds(3);
    sim.expectSettled(1);
  }

  @Test
  void inboundTrafficSparesDeadPeerDetection() {
    Simulation sim = up(new Simulation(4));
    int before = sim.trace().lines().size();
    int reqId = outbound(sim.red()).reqId();
    for (int i = 0; i < 20; i++) {
      sim.runSeconds(10);
      sim.red().engine().onInboundTraffic(reqId, sim.network().now());
      sim.blue().engine().onInboundTraffic(outbound(sim.blue()).reqId(), sim.network().now());
    }
    assertThat(sim.trace().lines().size()).isEqualTo(before);
  }

  @Test
  void withoutEsnTheSequenceNumberEndsInAHardLimit() {
    Simulation sim =
        up(
            new Simulation(
                5,
                c ->
                    Connections.withChild(
                        c, Connections.withEsp(c.children().getFirst(), "aes128gcm16-noesn")),
                c -> c));
    SaLifetime lifetime = outbound(sim.red()).lifetime();
    assertThat(outbound(sim.red()).esn()).isFalse();
    assertThat(lifetime.hardPackets()).isEqualTo((1L << 32) - 1);
    assertThat(lifetime.softPackets()).isBetween(1L << 31, lifetime.hardPackets());
  }

  @Test
  void whatADataPlaneLacksOrHasTooMuchIsPutRightWhenItIsBack() {
    Simulation sim = up(new Simulation(6));
    SimulatedDataPlane dataPlane = sim.red().dataPlane();
    int lost = dataPlane.inbound().keySet().iterator().next();
    dataPlane.remove(-1, SaDirection.INBOUND, lost);
    sim.runSeconds(1);
    assertThat(sim.traffic()).isFalse();
    sim.red().engine().onDataPlaneBack(dataPlane.installed(), sim.network().now());
    sim.runSeconds(3);
    sim.expectSettled(5);
    SaSpec stray = outbound(sim.blue());
    sim.red().engine().terminate("tunnel", null, sim.network().now());
    sim.blue().kill();
    sim.runSeconds(1);
    assertThat(stray).isNotNull();
    sim.red().engine().onDataPlaneBack(dataPlane.installed(), sim.network().now());
    sim.runSeconds(1);
    assertThat(dataPlane.installed()).isEmpty();
  }
}
