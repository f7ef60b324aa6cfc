package io.yett.ike.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.ike.engine.DatagramDrop;
import io.yett.ike.engine.EngineSettings;
import io.yett.ike.message.DecodeResult;
import io.yett.ike.message.IkeDecoder;
import io.yett.ike.message.SkfPayload;
import io.yett.ike.pad.Connection;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Messages in fragments (RFC 7383). */
class FragmentationTest {
  private static final InetSocketAddress RED = new InetSocketAddress(Simulation.RED, 500);
  private static final InetSocketAddress BLUE = new InetSocketAddress(Simulation.BLUE, 500);
  private static final int PACKET = 200;
  private static final int UDP = PACKET - 28;

  private final List<byte[]> datagrams = new ArrayList<>();

  private static Connection off(Connection c) {
    return c.with(c.options().withFragmentation(false));
  }

  private Simulation begin(UnaryOperator<Connection> red, UnaryOperator<Connection> blue) {
    EngineSettings settings = EngineSettings.DEFAULT.withFragmentOctets(PACKET, 1280);
    Simulation sim = new Simulation(1, settings, red, blue);
    sim.network().tap(datagrams::add);
    sim.boot();
    sim.red().engine().initiate("tunnel", null, sim.network().now());
    return sim;
  }

  private static Optional<SkfPayload> fragment(byte[] datagram) {
    return IkeDecoder.decode(datagram) instanceof DecodeResult.Decoded decoded
        ? decoded.message().first(SkfPayload.class)
        : Optional.empty();
  }

  private List<SkfPayload> fragments() {
    return datagrams.stream().flatMap(d -> fragment(d).stream()).toList();
  }

  private static void rekeyAll(Simulation sim) {
    for (SimulatedGateway gateway : List.of(sim.red(), sim.blue())) {
      assertThat(gateway.engine().rekeyIkeSa("tunnel", sim.network().now())).isNull();
      sim.runSeconds(3);
      assertThat(gateway.engine().rekeyChild("tunnel", "net", sim.network().now())).isNull();
      sim.runSeconds(3);
      sim.expectSettled(5);
    }
  }

  @Test
  void noProtectedDatagramIsLongerThanWasAgreedAndRekeyedSasGoOnSo() {
    Simulation sim = begin(c -> c, c -> c);
    sim.expectSettled(5);
    int before = fragments().size();
    assertThat(before).isGreaterThanOrEqualTo(4);
    rekeyAll(sim);
    assertThat(fragments()).hasSizeGreaterThan(before);
    assertThat(datagrams.stream().filter(FragmentationTest::isProtected))
        .allMatch(datagram -> datagram.length <= UDP);
    assertThat(sim.red().retransmissions() + sim.blue().retransmissions()).isZero();
  }

  private static boolean isProtected(byte[] datagram) {
    return datagram[18] != 34;
  }

  @Test
  void pathThatLosesLongPacketsIsNoObstacle() {
    Simulation sim = begin(c -> c, c -> c);
    sim.network().losing(d -> isProtected(d) && d.length > UDP);
    sim.expectSettled(5);
    rekeyAll(sim);
  }

  @Test
  void eitherEndCanDoWithout() {
    for (boolean redIsWithout : List.of(true, false)) {
      datagrams.clear();
      Simulation sim =
          redIsWithout
              ? begin(FragmentationTest::off, c -> c)
              : begin(c -> c, FragmentationTest::off);
      sim.expectSettled(5);
      rekeyAll(sim);
      assertThat(fragments()).isEmpty();
    }
  }

  @Test
  void lostFragmentBringsAllOfThemAgain() {
    Simulation sim = begin(c -> c, c -> c);
    int[] seen = {0};
    sim.network()
        .losing(d -> fragment(d).filter(f -> f.fragmentNumber() == 2).isPresent() && seen[0]++ < 2);
    sim.expectSettled(10);
    assertThat(sim.red().retransmissions()).isEqualTo(2);
    assertThat(fragments().stream().filter(f -> f.fragmentNumber() == 1).count())
        .isGreaterThanOrEqualTo(4);
  }

  @Test
  void repeatedRequestGetsItsAnswerOnce() {
    Simulation sim = begin(c -> c, c -> c);
    sim.expectSettled(5);
    List<byte[]> all = List.copyOf(datagrams);
    datagrams.clear();
    all.stream()
        .filter(d -> fragment(d).isPresent())
        .filter(d -> (d[19] & 0x20) == 0)
        .forEach(d -> sim.network().send(RED, BLUE, d));
    int repeated = datagrams.size();
    sim.runSeconds(1);
    // All fragments of the answer once, though each fragment of the request came again.
    long answers = fragments().stream().filter(f -> f.fragmentNumber() == 1).count();
    assertThat(repeated).isGreaterThanOrEqualTo(2);
    assertThat(answers).isEqualTo(2);
    sim.expectSettled(1);
  }

  @Test
  void forgedFragmentsSpoilNothing() {
    Simulation sim = begin(c -> c, c -> c);
    sim.network()
        .tap(d -> {
          datagrams.add(d);
          if (fragment(d).isPresent() && d[d.length - 1] != 0x55) {
            byte[] forged = d.clone();
            forged[d.length - 1] = 0x55;
            boolean fromRed = (d[19] & 0x08) != 0;
            sim.network().send(fromRed ? RED : BLUE, fromRed ? BLUE : RED, forged);
          }
        });
    sim.expectSettled(5);
    assertThat(sim.red().drops(DatagramDrop.INTEGRITY)).isPositive();
    assertThat(sim.blue().drops(DatagramDrop.INTEGRITY)).isPositive();
    assertThat(sim.red().retransmissions() + sim.blue().retransmissions()).isZero();
  }
}
