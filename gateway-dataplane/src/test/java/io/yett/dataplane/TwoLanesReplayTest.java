package io.yett.dataplane;

import static io.yett.dataplane.TestGateway.BLACK;
import static io.yett.dataplane.TestGateway.KEY;
import static io.yett.dataplane.TestGateway.LOCAL;
import static io.yett.dataplane.TestGateway.RED;
import static io.yett.dataplane.TestGateway.REMOTE;
import static io.yett.dataplane.TestGateway.fused;
import static io.yett.dataplane.TestGateway.lanes;
import static io.yett.dataplane.TestGateway.pipelined;
import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dataplane.TestGateway.SaBuilder;
import io.yett.dataplane.counters.DropReason;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Somebody sends each ESP packet again, by the queue of the other lane, while both lanes with
 * threads of their own decrypt: none passes twice, not even the first of an SA that nobody owns.
 */
class TwoLanesReplayTest {
  private static final int SAS = 30;
  private static final int PACKETS = 40;
  private long fed;

  @ParameterizedTest(name = "pipelined {0}")
  @ValueSource(booleans = {false, true})
  void noPacketPassesTwice(boolean pipelined) throws InterruptedException {
    try (TestGateway gateway =
        new TestGateway(lanes(2, pipelined ? pipelined(1) : fused()), config -> config)) {
      gateway.start();
      gateway.protect();
      for (int sa = 0; sa < SAS; sa++) {
        gateway.installInbound(new SaBuilder().spi(0x1000 + sa).window(256));
        attack(gateway, 0x1000 + sa);
        Awaitility.await()
            .pollInSameThread()
            .pollInterval(Duration.ofMillis(1))
            .until(() -> gateway.ended() == fed);
        List<Integer> passed = taken(gateway);
        assertThat(passed).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(PACKETS);
        assertThat(passed).as("the owner has taken over by then").contains(PACKETS - 1);
      }
      assertThat(gateway.dropped(DropReason.REPLAY)).isPositive();
      assertThat(gateway.counters().dropped())
          .isEqualTo(
              gateway.dropped(DropReason.REPLAY) + gateway.dropped(DropReason.OTHER_LANES_SA));
      assertThat(gateway.pipeline().failure()).isNull();
      gateway.assertAccounted();
    }
  }

  private void attack(TestGateway gateway, int spi) {
    for (int i = 0; i < PACKETS; i++) {
      byte[] inner = Frames.ipv4("10.2.0.5", "10.1.0.9", 17, Frames.udp(i, 2, new byte[20]));
      byte[] esp = EspOracle.seal(KEY, spi, i + 1, false, EspOracle.pad(inner, 4));
      byte[] frame = Frames.ipv4Frame(gateway.mac(BLACK), Frames.ipv4(REMOTE, LOCAL, 50, esp));
      gateway.feed(i % 2, BLACK, frame);
      gateway.feed(1 - i % 2, BLACK, frame);
      fed += 2;
    }
  }

  /** Numbers of the packets that came through, by their source ports. */
  private static List<Integer> taken(TestGateway gateway) {
    List<Integer> numbers = new ArrayList<>();
    for (byte[] frame : gateway.takeAll(RED)) {
      numbers.add((int) ByteBuffer.wrap(frame).getShort(34));
    }
    return numbers;
  }
}
