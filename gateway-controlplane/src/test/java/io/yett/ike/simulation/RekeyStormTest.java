package io.yett.ike.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.ike.engine.IkeSaView;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What came up at once, such as after a power cut, is not rekeyed at once. */
class RekeyStormTest {
  private static final int PEERS = 200;
  private static final int IKE_SECONDS = 14_400;
  private static final int CHILD_SECONDS = 3600;
  private static final int PARTS = 10;

  @Test
  void rekeysAreSpreadEvenlyOverATenthOfTheLifetime() {
    List<Long> ike = new ArrayList<>();
    List<Long> children = new ArrayList<>();
    for (int seed = 0; seed < PEERS; seed++) {
      Simulation sim =
          new Simulation(
              seed,
              c -> Connections.withRekey(c, IKE_SECONDS, CHILD_SECONDS),
              c -> Connections.withRekey(c, IKE_SECONDS, CHILD_SECONDS));
      sim.boot();
      sim.red().engine().initiate("tunnel", null, sim.network().now());
      sim.expectSettled(5);
      IkeSaView sa = sim.blue().view().ikeSas().getFirst();
      ike.add(sa.rekeyInSeconds());
      children.add(sa.children().getFirst().rekeyInSeconds());
    }
    expectSpread(ike, IKE_SECONDS);
    expectSpread(children, CHILD_SECONDS);
  }

  private static void expectSpread(List<Long> rekeysIn, int lifetime) {
    int[] inPart = new int[PARTS];
    for (long seconds : rekeysIn) {
      // A second has passed since, and readings are cut off to whole seconds.
      double share = (seconds + 1 - lifetime * 0.9) / (lifetime * 0.1);
      assertThat(share).isBetween(-0.05, 1.05);
      inPart[(int) Math.clamp(share * PARTS, 0, PARTS - 1)]++;
    }
    for (int count : inPart) {
      // 20 are expected; three standard deviations are 13.
      assertThat(count).isBetween(7, 33);
    }
  }
}
