package io.yett.ike.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.ike.message.DeletePayload;
import io.yett.ike.message.ExchangeType;
import io.yett.ike.message.IkeMessage;
import io.yett.ike.message.NoncePayload;
import io.yett.ike.message.SaPayload;
import io.yett.ike.sa.Nonces;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What both ends do at once (RFC 7296 §2.8.1, §2.8.2, §2.25), with every order of arrival that
 * small differences in time give. Packets pass at every moment, and in the end there is one of
 * each.
 */
class CollisionTest {
  enum Action {
    REKEY_CHILD,
    REKEY_IKE_SA;

    void run(Simulation sim, SimulatedGateway gateway) {
      long now = sim.network().now();
      String problem =
          this == REKEY_CHILD
              ? gateway.engine().rekeyChild("tunnel", "net", now)
              : gateway.engine().rekeyIkeSa("tunnel", now);
      assertThat(problem).isNull();
    }
  }

  @TestFactory
  List<DynamicTest> rekeysAtOnce() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Action red : Action.values()) {
      for (Action blue : Action.values()) {
        tests.add(
            DynamicTest.dynamicTest(
                "red " + red + ", blue " + blue,
                () -> LongStream.range(0, 60).forEach(seed -> run(seed, red, blue))));
      }
    }
    return tests;
  }

  /**
   * The exchange with the lowest of the four nonces loses, and its initiator deletes what it made.
   */
  @Test
  void lowestNonceLoses() {
    int lostByRed = 0;
    for (long seed = 0; seed < 40; seed++) {
      Simulation sim = new Simulation(seed);
      sim.boot();
      sim.red().engine().initiate("tunnel", null, sim.network().now());
      sim.expectSettled(5);
      Action.REKEY_CHILD.run(sim, sim.red());
      Action.REKEY_CHILD.run(sim, sim.blue());
      sim.runSeconds(2);
      IkeMessage byRed = created(sim.red(), false);
      IkeMessage byBlue = created(sim.blue(), false);
      byte[] red = Nonces.lower(nonce(byRed), nonce(created(sim.blue(), true)));
      byte[] blue = Nonces.lower(nonce(byBlue), nonce(created(sim.red(), true)));
      boolean redLoses = Nonces.compare(red, blue) < 0;
      lostByRed += redLoses ? 1 : 0;
      assertThat(deleted(sim.red()).contains(spi(byRed)))
          .as(sim.trace().toString())
          .isEqualTo(redLoses);
      assertThat(deleted(sim.blue()).contains(spi(byBlue))).isEqualTo(!redLoses);
    }
    assertThat(lostByRed).isBetween(5, 35);
  }

  private static IkeMessage created(SimulatedGateway gateway, boolean response) {
    return gateway.sent().stream()
        .filter(m -> m.header().exchangeType() == ExchangeType.CREATE_CHILD_SA)
        .filter(m -> m.header().response() == response)
        .findFirst()
        .orElseThrow();
  }

  private static byte[] nonce(IkeMessage message) {
    return message.first(NoncePayload.class).orElseThrow().nonce();
  }

  private static int spi(IkeMessage message) {
    return ByteBuffer.wrap(
            message.first(SaPayload.class).orElseThrow().proposals().getFirst().spi())
        .getInt();
  }

  /** What it asked to be deleted. */
  private static List<Integer> deleted(SimulatedGateway gateway) {
    return gateway.sent().stream()
        .filter(m -> !m.header().response())
        .flatMap(m -> m.all(DeletePayload.class).stream())
        .flatMap(d -> d.spis().stream())
        .toList();
  }

  private static void run(long seed, Action redAction, Action blueAction) {
    Simulation sim = new Simulation(seed);
    sim.boot();
    sim.red().engine().initiate("tunnel", null, sim.network().now());
    sim.expectSettled(5);
    sim.strict(true);
    boolean lossy = seed % 3 == 2;
    sim.network()
        .conditions(new SimulatedNetwork.Conditions(lossy ? 0.2 : 0, lossy ? 0.1 : 0, 500, 20_000));
    redAction.run(sim, sim.red());
    // From at once to after the first round trip.
    sim.runSeconds(sim.network().random().nextInt(40) / 1000.0);
    blueAction.run(sim, sim.blue());
    sim.runSeconds(lossy ? 30 : 1);
    sim.network().conditions(SimulatedNetwork.Conditions.GOOD);
    sim.expectSettled(100);
    sim.expectTraffic(0);
    assertThat(sim.red().lostPeer()).as(sim.trace().toString()).isFalse();
  }
}
