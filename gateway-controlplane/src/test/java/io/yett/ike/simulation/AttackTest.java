package io.yett.ike.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.ike.engine.DatagramDrop;
import io.yett.ike.engine.IkeSaView;
import io.yett.ike.message.DecodeResult;
import io.yett.ike.message.DeletePayload;
import io.yett.ike.message.ExchangeType;
import io.yett.ike.message.IkeDecoder;
import io.yett.ike.message.IkeEncoder;
import io.yett.ike.message.IkeHeader;
import io.yett.ike.message.IkeMessage;
import io.yett.ike.message.NotifyPayload;
import io.yett.ike.message.NotifyType;
import io.yett.ike.message.Payload;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever does not prove to come from the peer changes nothing. */
class AttackTest {
  private static final InetSocketAddress RED = new InetSocketAddress(Simulation.RED, 500);
  private static final InetSocketAddress BLUE = new InetSocketAddress(Simulation.BLUE, 500);

  private static Simulation up() {
    Simulation sim = new Simulation(1);
    sim.boot();
    sim.red().engine().initiate("tunnel", null, sim.network().now());
    sim.expectSettled(5);
    sim.strict(true);
    return sim;
  }

  private static void expectUntouched(Simulation sim) {
    sim.runSeconds(100);
    sim.expectSettled(1);
    assertThat(sim.red().failures()).isEmpty();
    assertThat(sim.blue().failures()).isEmpty();
  }

  @Test
  void forgedNotifiesAndDeletesInTheClear() {
    Simulation sim = up();
    IkeSaView sa = sim.red().view().ikeSas().getFirst();
    List<Payload> forged = new ArrayList<>();
    for (NotifyType type : NotifyType.values()) {
      forged.add(NotifyPayload.of(type));
    }
    forged.add(DeletePayload.ike());
    for (Payload payload : forged) {
      for (ExchangeType exchange : ExchangeType.values()) {
        for (int bits = 0; bits < 4; bits++) {
          IkeHeader header =
              new IkeHeader(
                  sa.initiatorSpi(),
                  sa.responderSpi(),
                  exchange,
                  (bits & 1) != 0,
                  (bits & 2) != 0,
                  2);
          byte[] octets = IkeEncoder.encode(new IkeMessage(header, List.of(payload)));
          sim.network().send(BLUE, RED, octets);
          sim.network().send(RED, BLUE, octets);
        }
      }
    }
    expectUntouched(sim);
  }

  @Test
  void rubbishOfEveryLength() {
    Simulation sim = up();
    Random random = new Random(5);
    for (int i = 0; i < 3000; i++) {
      byte[] octets = new byte[random.nextInt(300)];
      random.nextBytes(octets);
      sim.network().send(BLUE, RED, octets);
    }
    expectUntouched(sim);
    int malformed = sim.red().drops(DatagramDrop.MALFORMED);
    int versions = sim.red().drops(DatagramDrop.VERSION) + sim.red().drops(DatagramDrop.IKEV1);
    assertThat(malformed + versions).isEqualTo(3000);
  }

  @Test
  void everyMessageRepeatedAndCorruptedForEver() {
    Simulation sim = new Simulation(2);
    List<byte[]> seen = new ArrayList<>();
    sim.network().tap(seen::add);
    sim.boot();
    sim.red().engine().initiate("tunnel", null, sim.network().now());
    sim.expectSettled(5);
    sim.red().engine().rekeyChild("tunnel", "net", sim.network().now());
    sim.runSeconds(2);
    sim.blue().engine().rekeyIkeSa("tunnel", sim.network().now());
    sim.runSeconds(2);
    sim.expectSettled(5);
    sim.strict(true);
    Random random = new Random(6);
    for (byte[] octets : List.copyOf(seen)) {
      for (InetSocketAddress to : List.of(RED, BLUE)) {
        InetSocketAddress from = to.equals(RED) ? BLUE : RED;
        sim.network().send(from, to, octets);
        for (int i = 0; i < 200; i++) {
          byte[] corrupt = octets.clone();
          corrupt[random.nextInt(corrupt.length)] ^= (byte) (1 << random.nextInt(8));
          sim.network().send(from, to, corrupt);
        }
      }
    }
    sim.runSeconds(100);
    sim.expectSettled(1);
  }

  @Test
  void higherMajorVersionIsAnsweredInOurs() {
    Simulation sim = up();
    InetSocketAddress stranger = new InetSocketAddress(Simulation.ip("203.0.113.9"), 500);
    List<byte[]> answers = new ArrayList<>();
    sim.network().attach(stranger, (local, remote, octets) -> answers.add(octets));
    IkeHeader header = new IkeHeader(77, 0, ExchangeType.IKE_SA_INIT, true, false, 0);
    byte[] octets = IkeEncoder.encode(new IkeMessage(header, List.of()));
    octets[17] = 0x30;
    sim.network().send(stranger, RED, octets);
    octets[17] = 0x10;
    sim.network().send(stranger, RED, octets); // IKEv1 gets nothing (RFC 9395)
    sim.runSeconds(0.5);
    assertThat(answers).hasSize(1);
    assertThat(sim.red().drops(DatagramDrop.VERSION)).isEqualTo(1);
    assertThat(sim.red().drops(DatagramDrop.IKEV1)).isEqualTo(1);
    assertThat(IkeDecoder.decode(answers.getFirst()))
        .isInstanceOfSatisfying(
            DecodeResult.Decoded.class,
            decoded -> {
              assertThat(decoded.message().has(NotifyType.INVALID_MAJOR_VERSION)).isTrue();
              assertThat(decoded.message().header().initiatorSpi()).isEqualTo(77);
              assertThat(decoded.message().header().response()).isTrue();
            });
  }

  @Test
  void strangersAreAnsweredButNotWithoutBound() {
    Simulation sim = up();
    int[] answers = {0};
    sim.network()
        .attach(
            new InetSocketAddress(Simulation.ip("203.0.113.9"), 500), (l, r, o) -> answers[0]++);
    for (int i = 0; i < 1000; i++) {
      IkeHeader header = new IkeHeader(i + 1, i + 2, ExchangeType.INFORMATIONAL, true, false, 0);
      byte[] octets =
          IkeEncoder.encode(
              new IkeMessage(header, List.of(NotifyPayload.of(NotifyType.INITIAL_CONTACT))));
      sim.network().send(new InetSocketAddress(Simulation.ip("203.0.113.9"), 500), RED, octets);
    }
    sim.runSeconds(0.5);
    assertThat(answers[0]).isBetween(1, 20);
    expectUntouched(sim);
  }
}
