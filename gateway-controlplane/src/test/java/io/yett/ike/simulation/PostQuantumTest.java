package io.yett.ike.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yett.ike.engine.EngineSettings;
import io.yett.ike.engine.FailureReason;
import io.yett.ike.message.ExchangeType;
import io.yett.ike.pad.Connection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Multiple key exchanges (RFC 9370) in IKE_INTERMEDIATE (RFC 9242) and IKE_FOLLOWUP_KE. */
class PostQuantumTest {
  private static final String IKE = "aes256gcm16-prfsha384-x25519-ke1_mlkem768";
  private static final String ESP = "aes256gcm16-x25519-ke1_mlkem768-esn";

  private static UnaryOperator<Connection> with(String ike, String esp) {
    return c ->
        Connections.withChild(
            Connections.withProposals(c, ike), Connections.withEsp(c.children().getFirst(), esp));
  }

  private static Simulation begin(UnaryOperator<Connection> red, UnaryOperator<Connection> blue) {
    Simulation sim = new Simulation(1, red, blue);
    sim.boot();
    sim.red().engine().initiate("tunnel", null, sim.network().now());
    return sim;
  }

  private static long sent(Simulation sim, ExchangeType type) {
    return sim.red().sent().stream().filter(m -> m.header().exchangeType() == type).count()
        + sim.blue().sent().stream().filter(m -> m.header().exchangeType() == type).count();
  }

  private static void rekeyAll(Simulation sim) {
    for (SimulatedGateway gateway : List.of(sim.red(), sim.blue())) {
      assertThat(gateway.engine().rekeyIkeSa("tunnel", sim.network().now())).isNull();
      sim.runSeconds(3);
      sim.expectSettled(5);
      assertThat(gateway.engine().rekeyChild("tunnel", "net", sim.network().now())).isNull();
      sim.runSeconds(3);
      sim.expectSettled(5);
    }
    assertThat(sim.red().rekeys("ike") + sim.blue().rekeys("ike")).isEqualTo(4);
    assertThat(sim.red().rekeys("net") + sim.blue().rekeys("net")).isEqualTo(4);
    assertThat(sim.red().failures()).isEmpty();
    assertThat(sim.blue().failures()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "aes256gcm16-prfsha384-x25519-ke1_mlkem512, aes256gcm16-x25519-ke1_mlkem512-esn, 1",
    "aes256gcm16-prfsha384-x25519-ke1_mlkem768, aes256gcm16-x25519-ke1_mlkem768-esn, 1",
    "aes256gcm16-prfsha384-x25519-ke1_mlkem1024, aes256gcm16-x25519-ke1_mlkem1024-esn, 1",
    "aes128-sha256-ecp256-ke1_mlkem768-ke3_x25519-ke7_ecp384, aes128gcm16-ecp256-ke2_mlkem512-ke4_x25519-ke5_ecp384-noesn, 3",
  })
  void inTheFirstExchangeAndInRekeysOfBothSas(String ike, String esp, int additional) {
    Simulation sim = begin(with(ike, esp), with(ike, esp));
    sim.expectSettled(5);
    assertThat(sent(sim, ExchangeType.IKE_INTERMEDIATE)).isEqualTo(2L * additional);
    assertThat(sent(sim, ExchangeType.IKE_FOLLOWUP_KE)).isZero();
    for (SimulatedGateway gateway : List.of(sim.red(), sim.blue())) {
      assertThat(gateway.view().ikeSas().getFirst().postQuantum()).isTrue();
      assertThat(gateway.view().ikeSas().getFirst().suite()).contains("-ke1_mlkem");
    }
    rekeyAll(sim);
    assertThat(sent(sim, ExchangeType.IKE_FOLLOWUP_KE)).isEqualTo(4L * 2 * additional);
    assertThat(sim.red().view().ikeSas().getFirst().children().getFirst().suite())
        .contains("mlkem");
  }

  @Test
  void mlKemAsTheFirstKeyExchange() {
    UnaryOperator<Connection> both =
        with("aes256gcm16-prfsha384-mlkem768", "aes256gcm16-mlkem512-esn");
    Simulation sim = begin(both, both);
    sim.expectSettled(5);
    assertThat(sim.red().view().ikeSas().getFirst().postQuantum()).isTrue();
    rekeyAll(sim);
  }

  @Test
  void optionalWithAPeerThatHasNone() {
    String optional = "aes256gcm16-prfsha384-x25519-ke1_mlkem768-ke1_none";
    String plain = "aes256gcm16-prfsha384-x25519";
    String esp = "aes256gcm16-esn";
    for (boolean initiator : List.of(true, false)) {
      Simulation sim =
          begin(with(initiator ? optional : plain, esp), with(initiator ? plain : optional, esp));
      sim.expectSettled(5);
      assertThat(sim.red().view().ikeSas().getFirst().postQuantum()).isFalse();
      assertThat(sent(sim, ExchangeType.IKE_INTERMEDIATE)).isZero();
    }
    Simulation both = begin(with(optional, esp), with(optional, esp));
    both.expectSettled(5);
    assertThat(both.red().view().ikeSas().getFirst().postQuantum()).isTrue();
  }

  @Test
  void requiredIsRefusedWithoutAndByAPeerWithout() {
    Simulation sim =
        begin(
            c -> Connections.withProposals(c, "aes256gcm16-prfsha384-x25519"),
            c -> Connections.withProposals(c, IKE).with(c.options().withPostQuantumRequired(true)));
    sim.runSeconds(5);
    assertThat(sim.red().failures().getLast().reason()).isEqualTo(FailureReason.NO_PROPOSAL_CHOSEN);
    assertThat(sim.blue().view().ikeSas()).isEmpty();
    Simulation bad =
        new Simulation(
            1,
            c ->
                Connections.withProposals(c, IKE + "-ke1_none")
                    .with(c.options().withPostQuantumRequired(true)),
            c -> c);
    assertThatThrownBy(bad::boot)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ke1_none");
  }

  /** The answer to IKE_INTERMEDIATE is lost: the request comes again under the keys before it. */
  @Test
  void lostAnswersToIntermediateAreSentAgain() {
    Simulation sim = new Simulation(1, with(IKE, ESP), with(IKE, ESP));
    sim.boot();
    int[] lost = {0};
    sim.network().losing(d -> d[18] == 43 && (d[19] & 0x20) != 0 && lost[0]++ < 2);
    sim.red().engine().initiate("tunnel", null, sim.network().now());
    sim.expectSettled(10);
    assertThat(sim.red().retransmissions()).isEqualTo(2);
    assertThat(sent(sim, ExchangeType.IKE_INTERMEDIATE)).isEqualTo(2);
  }

  @Test
  void intermediateGoesInFragmentsToo() {
    EngineSettings settings = EngineSettings.DEFAULT.withFragmentOctets(576, 1280);
    String ike = "aes256gcm16-prfsha384-x25519-ke1_mlkem1024";
    Simulation sim = new Simulation(1, settings, with(ike, ESP), with(ike, ESP));
    Set<Integer> lengths = new HashSet<>();
    int[] lost = {0};
    sim.network()
        .losing(d -> {
          boolean intermediate = d[18] == 43;
          if (intermediate) {
            lengths.add(d.length);
          }
          return intermediate && (d[19] & 0x20) != 0 && lost[0]++ == 1;
        });
    sim.boot();
    sim.red().engine().initiate("tunnel", null, sim.network().now());
    sim.expectSettled(10);
    assertThat(lengths).allMatch(length -> length <= 576 - 28).hasSizeGreaterThan(1);
    rekeyAll(sim);
  }

  @Test
  void unknownLinkHasNoState() {
    Simulation sim = begin(with(IKE, ESP), with(IKE, ESP));
    sim.expectSettled(5);
    // Blue is killed between CREATE_CHILD_SA and IKE_FOLLOWUP_KE, and knows of nothing afterwards.
    sim.red().engine().rekeyChild("tunnel", "net", sim.network().now());
    sim.runUntil(
        5,
        () -> sim.blue().sent().getLast().header().exchangeType() == ExchangeType.CREATE_CHILD_SA);
    sim.blue().kill();
    sim.blue().restart();
    sim.runSeconds(30);
    sim.expectSettled(60);
    assertThat(sim.trace().toString()).contains("N(STATE_NOT_FOUND)");
    assertThat(sim.red().rekeys("net")).isPositive();
  }

  @Test
  void bothRekeyAtOnceInEveryOrder() {
    for (int seed = 0; seed < 60; seed++) {
      Simulation sim = new Simulation(seed, with(IKE, ESP), with(IKE, ESP));
      sim.network().conditions(new SimulatedNetwork.Conditions(0, 0, 100, 20_000));
      sim.boot();
      sim.red().engine().initiate("tunnel", null, sim.network().now());
      sim.runUntil(10, sim::traffic);
      sim.strict(true);
      for (int round = 0; round < 3; round++) {
        boolean ike = (seed + round) % 3 == 0;
        for (SimulatedGateway gateway : List.of(sim.red(), sim.blue())) {
          if (ike) {
            gateway.engine().rekeyIkeSa("tunnel", sim.network().now());
          } else {
            gateway.engine().rekeyChild("tunnel", "net", sim.network().now());
          }
          sim.runSeconds(sim.network().random().nextInt(40) / 1000.0);
        }
        sim.runSeconds(15);
      }
      sim.expectSettled(100);
    }
  }
}
