package io.yett.ike.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.ike.engine.EngineSettings;
import io.yett.ike.pad.Child;
import io.yett.ike.pad.Connection;
import io.yett.ike.pad.StartAction;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Two gateways, a bad network, and things that happen at random: operators, rekeys, restarts. Each
 * seed is one history; {@code -Dyett.simulation.seed=N} repeats one, {@code
 * -Dyett.simulation.seeds=N} sets how many there are.
 */
class SeedsTest {
  private static final int SEEDS = Integer.getInteger("yett.simulation.seeds", 4000);

  /** From this seed on, processes die too. */
  private static final long WITH_DEATHS = 1_000_000;

  private static final EngineSettings PATIENT = EngineSettings.DEFAULT.withRetransmit(500, 1.6, 12);

  @Test
  void packetsPassAtEveryMomentWhateverTheNetworkDoes() {
    each(0, SeedsTest::history);
  }

  @Test
  void allIsWellInTheEndWhoeverDies() {
    each(WITH_DEATHS, SeedsTest::history);
  }

  private interface History {
    void run(long seed);
  }

  private static void each(long first, History history) {
    Long one = Long.getLong("yett.simulation.seed");
    if (one != null) {
      if ((one >= WITH_DEATHS) == (first >= WITH_DEATHS)) {
        history.run(one);
      }
      return;
    }
    for (long seed = first; seed < first + SEEDS / 2; seed++) {
      history.run(seed);
    }
  }

  private static void history(long seed) {
    boolean deaths = seed >= WITH_DEATHS;
    Random random = new Random(seed);
    boolean pfs = random.nextBoolean();
    boolean timed = random.nextInt(3) == 0;
    boolean hybrid = random.nextInt(3) == 0;
    String additional = hybrid ? "-ke1_mlkem512-ke2_none-ke3_ecp256" : "";
    UnaryOperator<Connection> both =
        c -> {
          Connection changed = timed ? Connections.withRekey(c, 60, 25) : c;
          if (hybrid) {
            changed =
                Connections.withProposals(changed, "aes256gcm16-prfsha256-x25519" + additional);
          }
          return pfs
              ? Connections.withChild(
                  changed,
                  Connections.withEsp(
                      changed.children().getFirst(), "aes256gcm16-x25519-esn" + additional))
              : changed;
        };
    boolean bothStart = random.nextInt(3) == 0;
    UnaryOperator<Connection> red = c -> starting(both.apply(c), true);
    UnaryOperator<Connection> blue = c -> starting(both.apply(c), bothStart);
    boolean fragments = random.nextInt(3) == 0;
    // Where a quarter is lost, messages in many fragments outlast a half-open IKE SA.
    int octets = !fragments ? 1280 : hybrid ? 600 : 200;
    EngineSettings settings = PATIENT.withFragmentOctets(octets, octets);
    Simulation sim = new Simulation(seed, settings, red, blue);
    sim.network().conditions(conditions(random));
    sim.boot();
    if (!sim.runUntil(600, sim::traffic)) {
      throw new AssertionError("never up\n" + sim.trace());
    }
    sim.strict(!deaths && !bothStart);
    sim.red().forgetFailures();
    sim.blue().forgetFailures();
    for (int step = 0; step < 6; step++) {
      sim.runSeconds(random.nextInt(100) == 0 ? 20 : random.nextInt(3000) / 1000.0);
      act(sim, random, deaths);
    }
    sim.runSeconds(10);
    revive(sim.red());
    revive(sim.blue());
    sim.expectSettled(400);
    sim.expectTraffic(0);
    if (!deaths) {
      assertThat(sim.red().lostPeer() || sim.blue().lostPeer())
          .as(() -> "lost the peer\n" + sim.trace())
          .isFalse();
    }
  }

  private static Connection starting(Connection c, boolean start) {
    Child child = c.children().getFirst();
    return start ? Connections.withChild(c, Connections.withStart(child, StartAction.START)) : c;
  }

  private static SimulatedNetwork.Conditions conditions(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> SimulatedNetwork.Conditions.GOOD;
      case 1 -> new SimulatedNetwork.Conditions(0, 0.3, 200, 50_000);
      case 2 -> new SimulatedNetwork.Conditions(0.1, 0.1, 1000, 200_000);
      default -> new SimulatedNetwork.Conditions(0.25, 0.2, 100, 700_000);
    };
  }

  private static void act(Simulation sim, Random random, boolean deaths) {
    SimulatedGateway gateway = random.nextBoolean() ? sim.red() : sim.blue();
    int action = random.nextInt(deaths ? 6 : 3);
    if (!gateway.running()) {
      gateway.restart();
      return;
    }
    long now = sim.network().now();
    switch (action) {
      case 0 -> gateway.engine().rekeyChild("tunnel", "net", now);
      case 1 -> gateway.engine().rekeyIkeSa("tunnel", now);
      case 2 -> {
        gateway.engine().rekeyChild("tunnel", "net", now);
        gateway.engine().rekeyIkeSa("tunnel", now);
      }
      case 3 -> gateway.kill();
      case 4 -> {
        gateway.dataPlane().restart();
        gateway.engine().onDataPlaneRestarted(now);
      }
      default -> {
        gateway.kill();
        gateway.boot();
      }
    }
  }

  private static void revive(SimulatedGateway gateway) {
    if (!gateway.running()) {
      gateway.restart();
    }
  }
}
