package io.yett.dataplane;

import static io.yett.dataplane.TestGateway.BLACK;
import static io.yett.dataplane.TestGateway.KEY;
import static io.yett.dataplane.TestGateway.LOCAL;
import static io.yett.dataplane.TestGateway.RED;
import static io.yett.dataplane.TestGateway.REMOTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dataplane.TestGateway.SaBuilder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever comes, by a seed: no exception, no crash, every packet in one counter. Frames are good
 * ones with octets changed, cut or made up, also behind a good ICV.
 */
class RandomFramesTest {
  private static final int FRAMES = 100_000;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void everyFrameEndsInOneCounter(long seed) {
    Random random = new Random(seed);
    try (TestGateway gateway = new TestGateway()) {
      gateway.protect();
      gateway.installOutbound(new SaBuilder());
      gateway.installInbound(new SaBuilder());
      gateway.installInbound(new SaBuilder().spi(0x1002).udp().esn());
      for (int i = 0; i < FRAMES; i++) {
        int port = random.nextInt(2);
        gateway.feed(port, mutate(random, frame(gateway, random, port, i)));
        if (i % 32 == 0) {
          gateway.rounds(4);
          gateway.takeAll(RED);
          gateway.takeAll(BLACK);
          gateway.recorder.frames.clear();
          gateway.recorder.lines.clear();
        }
      }
      gateway.run();
      gateway.assertAccounted();
      assertThat(gateway.counters().received()).isEqualTo(FRAMES);
      assertThat(gateway.counters().transmitted()).isPositive();
      assertThat(gateway.counters().punted()).isPositive();
    }
  }

  private static byte[] frame(TestGateway gateway, Random random, int port, int i) {
    byte[] payload = Frames.udp(random.nextInt(9), random.nextInt(9), new byte[random.nextInt(99)]);
    byte[] packet;
    if (port == RED) {
      packet = Frames.ipv4("10.1.0.9", "10.2.0." + random.nextInt(9), 17, payload);
    } else {
      byte[] inner = mutate(random, Frames.ipv4("10.2.0.5", "10.1.0.9", 17, payload));
      byte[] plain = mutate(random, EspOracle.pad(inner, 4));
      byte[] aligned = Arrays.copyOf(plain, (plain.length + 3) & ~3);
      boolean udp = random.nextBoolean();
      byte[] esp = EspOracle.seal(KEY, udp ? 0x1002 : 0x1001, i + 1L, udp, aligned);
      packet =
          udp
              ? Frames.ipv4(REMOTE, LOCAL, 17, Frames.udp(4500, 4500, esp))
              : Frames.ipv4(REMOTE, LOCAL, 50, esp);
    }
    packet = mutate(random, packet);
    if (packet.length >= 60 && random.nextBoolean()) {
      Frames.withChecksum(packet); // so that more than the checksum is looked at
    }
    return Frames.ipv4Frame(gateway.mac(port), packet);
  }

  private static byte[] mutate(Random random, byte[] bytes) {
    byte[] changed = bytes;
    if (random.nextInt(4) == 0) {
      changed = Arrays.copyOf(changed, random.nextInt(changed.length + 20));
    }
    while (changed.length > 0 && random.nextInt(3) == 0) {
      changed[random.nextInt(changed.length)] = (byte) random.nextInt();
    }
    return changed;
  }
}
