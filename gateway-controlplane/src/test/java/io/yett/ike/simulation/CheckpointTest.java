package io.yett.ike.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.ike.engine.CheckpointStore;
import io.yett.ike.engine.EngineEvents;
import io.yett.ike.engine.EngineSettings;
import io.yett.ike.engine.IkeEngine;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Checkpoints are read back, or refused in words; no octets make the reader fail otherwise. */
class CheckpointTest {

  private static byte[] checkpoint() {
    Simulation sim = new Simulation(1);
    sim.boot();
    sim.red().engine().initiate("tunnel", null, sim.network().now());
    sim.expectSettled(5);
    return sim.red().checkpoints().values().iterator().next();
  }

  private static String restore(byte[] octets) {
    SimulatedNetwork network = new SimulatedNetwork(1);
    IkeEngine engine =
        new IkeEngine(
            EngineSettings.DEFAULT,
            (local, remote, datagram) -> {},
            new SimulatedDataPlane(network, text -> {}),
            CheckpointStore.NONE,
            EngineEvents.NONE,
            new SeededSecureRandom(1));
    engine.addConnection(Simulation.redConnection());
    return engine.restore(octets, network.now());
  }

  @Test
  void wholeOneIsTaken() {
    assertThat(restore(checkpoint())).isNull();
  }

  @Test
  void cutOffAtEveryLengthIsRefused() {
    byte[] whole = checkpoint();
    for (int length = 0; length < whole.length; length++) {
      assertThat(restore(Arrays.copyOf(whole, length))).as("length %d", length).isNotNull();
    }
    assertThat(restore(Arrays.copyOf(whole, whole.length + 1))).contains("after its end");
  }

  @Test
  void anotherVersionIsRefusedByName() {
    byte[] other = checkpoint();
    other[5]++;
    assertThat(restore(other)).contains("version 3").contains("version 2");
  }

  @Test
  void corruptionIsTakenOrRefusedButNeverThrows() {
    byte[] whole = checkpoint();
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      byte[] corrupt = whole.clone();
      for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
        corrupt[random.nextInt(corrupt.length)] = (byte) random.nextInt();
      }
      restore(corrupt);
    }
  }

  @Test
  void checkpointOfARemovedConnectionIsRefused() {
    Simulation sim = new Simulation(1);
    SimulatedNetwork network = sim.network();
    IkeEngine engine =
        new IkeEngine(
            EngineSettings.DEFAULT,
            (local, remote, datagram) -> {},
            new SimulatedDataPlane(network, text -> {}),
            CheckpointStore.NONE,
            EngineEvents.NONE,
            new SeededSecureRandom(1));
    assertThat(engine.restore(checkpoint(), network.now())).contains("configured no more");
  }
}
