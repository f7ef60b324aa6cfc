package io.yett.ike.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.ike.engine.FailureReason;
import io.yett.ike.message.NotifyType;
import io.yett.ike.pad.Connection;
import io.yett.ike.pad.PostQuantumKey;
import io.yett.ike.pad.PreSharedKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Post-quantum preshared keys (RFC 8784 §3, and its table in §4). */
class PpkTest {

  private static UnaryOperator<Connection> key(String id, String key, boolean required) {
    return c -> {
      PreSharedKey secret = new PreSharedKey(key.getBytes(StandardCharsets.US_ASCII));
      return c.with(c.options().withPpk(new PostQuantumKey(id, secret, required)));
    };
  }

  private static Simulation begin(UnaryOperator<Connection> red, UnaryOperator<Connection> blue) {
    Simulation sim = new Simulation(1, red, blue);
    sim.boot();
    sim.red().engine().initiate("tunnel", null, sim.network().now());
    return sim;
  }

  private static void expectUp(Simulation sim, boolean used) {
    sim.expectSettled(5);
    for (SimulatedGateway gateway : List.of(sim.red(), sim.blue())) {
      assertThat(gateway.view().ikeSas().getFirst().postQuantum()).isEqualTo(used);
    }
    sim.red().engine().rekeyIkeSa("tunnel", sim.network().now());
    sim.runSeconds(3);
    sim.blue().engine().rekeyChild("tunnel", "net", sim.network().now());
    sim.runSeconds(3);
    sim.expectSettled(5);
    assertThat(sim.red().view().ikeSas().getFirst().postQuantum()).isEqualTo(used);
  }

  private static void expectRefused(Simulation sim, SimulatedGateway by) {
    sim.runSeconds(5);
    assertThat(sim.red().view().ikeSas()).isEmpty();
    assertThat(sim.blue().view().ikeSas()).isEmpty();
    assertThat(by.failures()).isNotEmpty();
    assertThat(by.failures().getFirst().reason()).isEqualTo(FailureReason.AUTHENTICATION_FAILED);
  }

  @Test
  void usedWhereBothHaveIt() {
    for (boolean red : List.of(true, false)) {
      for (boolean blue : List.of(true, false)) {
        Simulation sim = begin(key("k1", "secret", red), key("k1", "secret", blue));
        expectUp(sim, true);
        boolean fallback = sim.red().sent().stream().anyMatch(m -> m.has(NotifyType.NO_PPK_AUTH));
        assertThat(fallback).isEqualTo(!red);
      }
    }
  }

  @Test
  void optionalOneIsNotUsedWithAPeerThatHasNoneOrAnother() {
    expectUp(begin(key("k1", "secret", false), c -> c), false);
    expectUp(begin(c -> c, key("k1", "secret", false)), false);
    expectUp(begin(key("k1", "secret", false), key("k2", "other", false)), false);
  }

  @Test
  void requiredOneIsRequired() {
    Simulation none = begin(key("k1", "secret", true), c -> c);
    expectRefused(none, none.red());
    Simulation asked = begin(c -> c, key("k1", "secret", true));
    expectRefused(asked, asked.blue());
    Simulation another = begin(key("k1", "secret", true), key("k2", "other", false));
    expectRefused(another, another.blue());
    Simulation byBlue = begin(key("k1", "secret", false), key("k2", "other", true));
    expectRefused(byBlue, byBlue.blue());
  }

  @Test
  void differentKeysOfOneNameDoNotAuthenticate() {
    Simulation sim = begin(key("k1", "secret", false), key("k1", "other", false));
    expectRefused(sim, sim.blue());
  }

  @Test
  void itFulfilsWhatRequiresPostQuantum() {
    UnaryOperator<Connection> both =
        c -> {
          Connection with = key("k1", "secret", true).apply(c);
          return with.with(with.options().withPostQuantumRequired(true));
        };
    expectUp(begin(both, both), true);
  }

  @Test
  void togetherWithAdditionalKeyExchangesAndARestart() {
    UnaryOperator<Connection> both =
        c ->
            key("k1", "secret", true)
                .apply(Connections.withProposals(c, "aes128-sha256-x25519-ke1_mlkem512"));
    Simulation sim = begin(both, both);
    expectUp(sim, true);
    sim.blue().kill();
    sim.blue().restart();
    sim.runSeconds(1);
    assertThat(sim.blue().view().ikeSas().getFirst().postQuantum()).isTrue();
    sim.blue().engine().rekeyChild("tunnel", "net", sim.network().now());
    sim.runSeconds(3);
    sim.expectSettled(5);
  }
}
