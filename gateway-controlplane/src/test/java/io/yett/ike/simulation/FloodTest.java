package io.yett.ike.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.ike.crypto.IkeProposals;
import io.yett.ike.crypto.KeyExchange;
import io.yett.ike.crypto.KeyExchangeMethod;
import io.yett.ike.engine.DatagramDrop;
import io.yett.ike.engine.EngineSettings;
import io.yett.ike.message.DecodeResult;
import io.yett.ike.message.ExchangeType;
import io.yett.ike.message.IkeDecoder;
import io.yett.ike.message.IkeEncoder;
import io.yett.ike.message.IkeHeader;
import io.yett.ike.message.IkeMessage;
import io.yett.ike.message.NoncePayload;
import io.yett.ike.message.NotifyPayload;
import io.yett.ike.message.NotifyType;
import io.yett.ike.message.Payload;
import io.yett.ike.pad.Connection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Strangers in great numbers cost those that are up nothing, and those that come little. */
class FloodTest {
  private static final InetSocketAddress BLUE = new InetSocketAddress(Simulation.BLUE, 500);
  private static final int SPOOFED = 20_000;

  /** Blue's peer may come from anywhere, so that every source is looked at. */
  private static Connection anywhere(Connection c) {
    return new Connection(
        c.name(),
        c.localAddress(),
        c.localId(),
        null,
        c.remoteId(),
        c.psk(),
        c.proposals(),
        c.rekeySeconds(),
        c.dpdSeconds(),
        c.forceEncapsulation(),
        c.children());
  }

  private static Simulation simulation(long seed) {
    return new Simulation(seed, c -> c, FloodTest::anywhere);
  }

  @Test
  @Timeout(120)
  void spoofedBeginningsLeaveEstablishedPeersUntouched() {
    Simulation sim = simulation(1);
    sim.boot();
    sim.red().engine().initiate("tunnel", null, sim.network().now());
    sim.expectSettled(5);
    sim.strict(true);
    flood(sim, 4);

    assertThat(sim.red().engine().rekeyChild("tunnel", "net", sim.network().now())).isNull();
    sim.runSeconds(2);
    assertThat(sim.blue().engine().rekeyIkeSa("tunnel", sim.network().now())).isNull();
    sim.runSeconds(2);

    assertThat(sim.red().rekeys("net")).isEqualTo(1);
    assertThat(sim.blue().rekeys("ike")).isEqualTo(1);
    assertThat(sim.red().retransmissions() + sim.blue().retransmissions()).isZero();
    sim.runSeconds(100);
    sim.expectSettled(1);
    assertThat(sim.blue().drops(DatagramDrop.COOKIE_REQUIRED))
        .as("all but the first are sent away with a cookie")
        .isGreaterThanOrEqualTo(SPOOFED - EngineSettings.DEFAULT.cookieThreshold());
    assertThat(sim.red().lostPeer() || sim.blue().lostPeer()).isFalse();
  }

  @Test
  @Timeout(120)
  void whoReturnsTheCookieComesThrough() {
    Simulation sim = simulation(2);
    sim.boot();
    flood(sim, 10);
    sim.runSeconds(2);
    sim.red().engine().initiate("tunnel", null, sim.network().now());
    sim.expectSettled(5);
    assertThat(sim.red().retransmissions()).isZero();
  }

  @Test
  @Timeout(120)
  void whoIsReallyThereHasNoMoreThanItsBudget() {
    EngineSettings settings = EngineSettings.DEFAULT.withHalfOpen(1000, 1000, 40);
    Simulation sim = new Simulation(3, settings, c -> c, FloodTest::anywhere);
    sim.boot();
    int[] accepted = {0};
    int[] cookies = {0};
    for (int i = 0; i < 200; i++) {
      int number = i;
      InetSocketAddress source = source(0x090900 + number);
      sim.network()
          .attach(
              source,
              (local, remote, octets) -> {
                IkeMessage answer = decode(octets);
                NotifyPayload cookie = answer.notify(NotifyType.COOKIE).orElse(null);
                if (cookie == null) {
                  accepted[0]++;
                } else {
                  cookies[0]++;
                  sim.network().send(source, BLUE, request(number, List.of(cookie)));
                }
              });
      sim.network().send(source, BLUE, request(number, List.of()));
    }
    sim.runSeconds(1);
    assertThat(accepted[0]).isEqualTo(40);
    assertThat(cookies[0]).as("of a quarter on").isEqualTo(190);
    assertThat(sim.blue().drops(DatagramDrop.SOURCE_LIMIT)).isEqualTo(160);

    sim.red().engine().initiate("tunnel", null, sim.network().now());
    sim.expectSettled(5);
    assertThat(sim.red().retransmissions()).isZero();

    sim.runSeconds(31);
    InetSocketAddress late = source(0x0909ff);
    sim.network().attach(late, (local, remote, octets) -> accepted[0]++);
    sim.network().send(late, BLUE, request(1000, List.of()));
    sim.runSeconds(1);
    assertThat(accepted[0]).as("silence is forgotten").isEqualTo(41);
  }

  @Test
  @Timeout(120)
  void toFailOccupiesAsLongAsToBeSilent() {
    EngineSettings settings = EngineSettings.DEFAULT.withHalfOpen(1000, 1000, 3);
    Simulation sim =
        new Simulation(4, settings, c -> Connections.withPsk(c, "wrong"), FloodTest::anywhere);
    sim.boot();
    for (int i = 0; i < 6; i++) {
      sim.red().engine().initiate("tunnel", null, sim.network().now());
      sim.runSeconds(1);
    }
    assertThat(sim.blue().drops(DatagramDrop.SOURCE_LIMIT)).isPositive();
    long tries = sim.blue().sent().stream().filter(FloodTest::accepts).count();
    assertThat(tries).isEqualTo(3);
    sim.runSeconds(60);
    sim.red().engine().initiate("tunnel", null, sim.network().now());
    sim.runSeconds(1);
    assertThat(sim.blue().sent().stream().filter(FloodTest::accepts).count()).isGreaterThan(3);
  }

  private static boolean accepts(IkeMessage sent) {
    return sent.header().exchangeType() == ExchangeType.IKE_SA_INIT
        && sent.header().responderSpi() != 0;
  }

  private static IkeMessage decode(byte[] octets) {
    return ((DecodeResult.Decoded) IkeDecoder.decode(octets)).message();
  }

  /** IKE_SA_INIT requests of as many addresses, spread over that time; nobody is there. */
  private static void flood(Simulation sim, int seconds) {
    long begin = sim.network().now();
    for (int i = 0; i < SPOOFED; i++) {
      int number = i;
      sim.network()
          .at(
              begin + Simulation.seconds(seconds) * i / SPOOFED,
              () -> sim.network().send(source(number), BLUE, request(number, List.of())));
    }
  }

  private static InetSocketAddress source(int number) {
    try {
      byte[] octets = {10, (byte) (number >>> 16), (byte) (number >>> 8), (byte) number};
      return new InetSocketAddress(InetAddress.getByAddress(octets), 500);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /**
   * A request that is acceptable.
   *
   * @param first payloads before the others
   */
  private static byte[] request(int number, List<? extends Payload> first) {
    SeededSecureRandom random = new SeededSecureRandom(number);
    byte[] nonce = new byte[32];
    random.nextBytes(nonce);
    List<Payload> payloads = new ArrayList<>(first);
    payloads.add(IkeProposals.parse(List.of("aes256gcm16-prfsha256-x25519")).offer(0));
    try (KeyExchange ke = KeyExchange.generate(KeyExchangeMethod.X25519, random)) {
      payloads.add(ke.payload());
    }
    payloads.add(new NoncePayload(nonce));
    return IkeEncoder.encode(
        new IkeMessage(
            new IkeHeader(number + 1L, 0, ExchangeType.IKE_SA_INIT, true, false, 0), payloads));
  }
}
