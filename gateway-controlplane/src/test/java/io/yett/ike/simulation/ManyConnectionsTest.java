package io.yett.ike.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.ike.engine.CheckpointStore;
import io.yett.ike.engine.EngineEvents;
import io.yett.ike.engine.EngineSettings;
import io.yett.ike.engine.IkeEngine;
import io.yett.ike.pad.Connection;
import io.yett.ike.pad.Identity;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An engine with as many connections as a configuration may have. */
class ManyConnectionsTest {
  private static final int MANY = 100_000;

  @Test
  @Timeout(60)
  void areLoadedInSeconds() {
    List<Connection> connections = connections();
    SimulatedNetwork network = new SimulatedNetwork(1);
    SimulatedDataPlane dataPlane = new SimulatedDataPlane(network, text -> {});
    IkeEngine engine =
        new IkeEngine(
            EngineSettings.DEFAULT,
            (local, remote, datagram) -> {},
            dataPlane,
            CheckpointStore.NONE,
            EngineEvents.NONE,
            new SeededSecureRandom(1));
    dataPlane.results((token, error, text) -> {});

    long begin = System.nanoTime();
    connections.forEach(engine::addConnection);
    engine.start(List.of(), network.now());
    Duration took = Duration.ofNanos(System.nanoTime() - begin);

    assertThat(took).isLessThan(Duration.ofSeconds(10));
    assertThat(engine.configured()).hasSize(MANY);
    assertThat(engine.census().connections().values()).containsExactly(MANY);
  }

  private static List<Connection> connections() {
    List<Connection> connections = new ArrayList<>();
    Connection c = Simulation.blueConnection();
    for (int i = 0; i < MANY; i++) {
      connections.add(
          new Connection(
              "peer-" + i,
              c.localAddress(),
              c.localId(),
              i % 2 == 0 ? address(i) : null,
              Identity.parse("peer-" + i + ".example"),
              c.psk(),
              c.proposals(),
              14_400,
              30,
              false,
              c.children()));
    }
    return connections;
  }

  private static InetAddress address(int number) {
    try {
      return InetAddress.getByAddress(
          new byte[] {10, (byte) (number >>> 16), (byte) (number >>> 8), (byte) number});
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
