package io.yett.dataplane;

import static io.yett.dataplane.TestGateway.BLACK;
import static io.yett.dataplane.TestGateway.LOCAL;
import static io.yett.dataplane.TestGateway.RED;
import static io.yett.dataplane.TestGateway.REMOTE;
import static io.yett.dataplane.TestGateway.range;

import io.yett.dataplane.TestGateway.SaBuilder;
import io.yett.dataplane.config.EspSuite;
import io.yett.dataplane.sachannel.PolicyAction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Frames of all kinds in a random order by a seed: good, replayed, wrong, clear, local. */
final class TrafficMix {
  private static final int SPI = 0x1001;

  /** A frame and the port that it comes in by. */
  static final class Arrival {
    private final int port;
    private final byte[] frame;

    Arrival(int port, byte[] frame) {
      this.port = port;
      this.frame = frame;
    }

    int port() {
      return port;
    }

    byte[] frame() {
      return frame;
    }
  }

  private final TestGateway gateway;
  private final Random random;
  private final String suite;
  private final byte[] key;
  private final EspOracle oracle;
  private long sequence;

  TrafficMix(TestGateway gateway, long seed) {
    this(gateway, seed, "aes128gcm16");
  }

  TrafficMix(TestGateway gateway, long seed, String suite) {
    this.gateway = gateway;
    this.random = new Random(seed);
    this.suite = suite;
    this.key = new byte[EspSuite.ofProposal(suite).getFirst().keyMaterialLength()];
    Arrays.fill(key, (byte) 7);
    this.oracle = new EspOracle(suite, key);
  }

  /** The SAs and policies that the frames are made for. */
  void install() {
    gateway.policies(
        TestGateway.policy(
            "clear",
            PolicyAction.BYPASS,
            0,
            List.of(range("10.1.0.8", "10.1.0.15")),
            List.of(range("198.51.100.0", "198.51.100.255"))),
        TestGateway.policy(
            "net",
            PolicyAction.PROTECT,
            TestGateway.REQ_ID,
            TestGateway.RED_NET,
            TestGateway.BLUE_NET));
    gateway.installOutbound(new SaBuilder().suite(suite, key));
    gateway.installInbound(new SaBuilder().suite(suite, key).window(256));
  }

  List<Arrival> frames(int count) {
    List<Arrival> arrivals = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      arrivals.add(next(arrivals));
    }
    return arrivals;
  }

  private Arrival next(List<Arrival> before) {
    byte[] udp = Frames.udp(random.nextInt(4), 5000, Frames.counting(random.nextInt(200)));
    return switch (random.nextInt(10)) {
      case 0, 1, 2 -> red(Frames.ipv4("10.1.0.9", "10.2.0." + random.nextInt(5), 17, udp));
      case 3, 4, 5 -> {
        byte[] inner = Frames.ipv4("10.2.0.5", "10.1.0.9", 17, udp);
        byte[] plain = oracle.padded(inner, 4);
        yield esp(oracle.seal(SPI, ++sequence + random.nextInt(3), false, plain));
      }
      case 6 -> before.isEmpty() ? red(new byte[3]) : before.get(random.nextInt(before.size()));
      case 7 -> red(Frames.ipv4("10.1.0.9", "198.51.100.7", 17, udp));
      case 8 -> red(Frames.ipv4("10.1.0.9", "203.0.113.7", 17, udp));
      default -> {
        byte[] esp = oracle.seal(SPI, ++sequence, false, oracle.padded(udp, 4));
        esp[random.nextInt(esp.length)] ^= (byte) (1 << random.nextInt(8));
        yield esp(esp);
      }
    };
  }

  private Arrival red(byte[] packet) {
    return new Arrival(RED, Frames.ipv4Frame(gateway.mac(RED), packet));
  }

  private Arrival esp(byte[] esp) {
    byte[] packet = Frames.ipv4(REMOTE, LOCAL, 50, esp);
    return new Arrival(BLACK, Frames.ipv4Frame(gateway.mac(BLACK), packet));
  }
}
