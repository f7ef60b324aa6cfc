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

import io.yett.dataplane.TestGateway.Result;
import io.yett.dataplane.TestGateway.SaBuilder;
import io.yett.dataplane.counters.DropReason;
import io.yett.dataplane.sachannel.SaDirection;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SAs come, are replaced and go while both lanes, with threads of their own, use them. */
class TwoLanesTrafficTest {
  private static final int REKEYS = 40;
  private static final int PACKETS = 30;

  private TestGateway gateway;
  private final Set<String> numbers = new HashSet<>();
  private int fed;
  private int clear;
  private int encrypted;

  @ParameterizedTest(name = "pipelined {0}")
  @ValueSource(booleans = {false, true})
  void rekeysLoseNothingAndRepeatNoNumber(boolean pipelined) throws InterruptedException {
    try (TestGateway made =
        new TestGateway(lanes(2, pipelined ? pipelined(1) : fused()), config -> config)) {
      gateway = made;
      gateway.start();
      gateway.protect();
      for (int i = 0; i < REKEYS; i++) {
        gateway.installInbound(new SaBuilder().spi(0x1000 + i).window(256));
        if (i > 0) {
          feed(i);
        }
        gateway.installOutbound(new SaBuilder().spi(0x2000 + i));
        feed(i);
        if (i > 0) {
          remove(SaDirection.OUTBOUND, 0x2000 + i - 1);
          remove(SaDirection.INBOUND, 0x1000 + i - 1);
        }
        settle();
        drain();
      }
      assertThat(encrypted).as("none was lost").isEqualTo(clear);
      // Both lanes may have packets of an SA that none owns yet; nothing else falls.
      assertThat(gateway.counters().dropped())
          .isEqualTo(gateway.dropped(DropReason.OTHER_LANES_SA));
      assertThat(gateway.pipeline().failure()).isNull();
      gateway.assertAccounted();
    }
  }

  /** Clear and ESP packets for both lanes. */
  private void feed(int rekey) {
    for (int i = 0; i < PACKETS; i++) {
      for (int lane = 0; lane < 2; lane++) {
        byte[] udp = Frames.udp(fed, 2, Frames.counting(20));
        byte[] packet = Frames.ipv4("10.1.0.9", "10.2.0.5", 17, udp);
        gateway.feed(lane, RED, Frames.ipv4Frame(gateway.mac(RED), packet));
        clear++;
        byte[] inner = Frames.ipv4("10.2.0.5", "10.1.0.9", 17, udp);
        byte[] esp = EspOracle.seal(KEY, 0x1000 + rekey, fed + 1, false, EspOracle.pad(inner, 4));
        byte[] outer = Frames.ipv4(REMOTE, LOCAL, 50, esp);
        gateway.feed(lane, BLACK, Frames.ipv4Frame(gateway.mac(BLACK), outer));
        fed += 2;
      }
    }
  }

  private void remove(SaDirection direction, int spi) {
    Result result = new Result();
    gateway.pipeline().removeSa(direction, spi, result);
    Awaitility.await()
        .pollInSameThread()
        .until(() -> {
          gateway.pipeline().poll(gateway.recorder, 64);
          return result.error != null;
        });
    result.assertOk();
  }

  private void settle() {
    Awaitility.await()
        .pollInSameThread()
        .pollInterval(Duration.ofMillis(1))
        .until(() -> gateway.ended() == fed);
  }

  private void drain() {
    for (byte[] frame : gateway.takeAll(BLACK)) {
      ByteBuffer header = ByteBuffer.wrap(frame);
      int spi = header.getInt(34);
      int sequence = header.getInt(38);
      assertThat(numbers.add(spi + "/" + sequence)).as("number %d of %x", sequence, spi).isTrue();
      EspOracle.open(KEY, sequence, false, Arrays.copyOfRange(frame, 34, frame.length));
      encrypted++;
    }
    gateway.takeAll(RED);
  }
}
