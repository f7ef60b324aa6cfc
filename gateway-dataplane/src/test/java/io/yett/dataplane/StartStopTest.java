package io.yett.dataplane;

import static io.yett.dataplane.TestGateway.BLACK;
import static io.yett.dataplane.TestGateway.RED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yett.dataplane.config.LaneConfig;
import io.yett.dataplane.counters.DropReason;
import io.yett.dataplane.counters.PacketCounters;
import io.yett.dataplane.esp.DeviceQueue;
import io.yett.dpdk.CryptoOp;
import io.yett.dpdk.Mbuf;
import io.yett.dpdk.Memory;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lanes with their own threads start, and stop under traffic without losing a buffer. */
class StartStopTest {
  @ParameterizedTest(name = "pipelined {0}")
  @ValueSource(booleans = {false, true})
  void stopsUnderTraffic(boolean pipelined) throws InterruptedException {
    for (int seed = 0; seed < 5; seed++) {
      int salt = seed;
      TestGateway gateway =
          new TestGateway(
              pipelined ? TestGateway.pipelined(2) : TestGateway.fused(),
              TestGateway.over(pair -> new FaultyQueue(pair, salt, 50, 20, 5)));
      TrafficMix mix = new TrafficMix(gateway, seed);
      mix.install();
      gateway.pipeline().start();
      List<TrafficMix.Arrival> arrivals = mix.frames(300);
      arrivals.forEach(arrival -> gateway.feed(arrival.port(), arrival.frame()));
      Awaitility.await().until(() -> gateway.counters().received() > 0);
      PacketCounters counters = gateway.counters();
      gateway.pipeline().quiesce();
      assertThat(counters.received())
          .isEqualTo(counters.transmitted() + counters.punted() + counters.dropped());
      gateway.close();
      gateway.discardUnreceived();
      assertThat(gateway.pool.inUse()).isZero();
      assertThat(laneThreads()).isEmpty();
    }
  }

  /** Its buffers and keys are not freed under a device that still has the operation. */
  @Test
  void whatTheDeviceKeepsIsDroppedAsStopped() throws InterruptedException {
    TestGateway gateway =
        new TestGateway(
            TestGateway.pipelined(1),
            TestGateway.over(pair -> new FaultyQueue(pair, 1, 100, 0, 0)));
    new TrafficMix(gateway, 1).install();
    gateway.pipeline().start();
    byte[] packet = Frames.ipv4("10.1.0.9", "10.2.0.5", 17, Frames.udp(1, 2, new byte[9]));
    gateway.feed(RED, Frames.ipv4Frame(gateway.mac(RED), packet));
    Awaitility.await().until(() -> gateway.pipeline().occupancy() == 1);
    assertThat(gateway.pipeline().quiesce()).isFalse();
    assertThat(gateway.dropped(DropReason.STOPPED)).isEqualTo(1);
    assertThat(gateway.take(BLACK)).isNull();
    gateway.close();
    assertThat(gateway.pool.inUse()).isEqualTo(1);
    long array = Memory.allocate(8 * 64);
    // The leader or the worker may have had it.
    int kept = new DeviceQueue(DpdkFixture.crypto(), 0).dequeue(array, 64);
    kept += new DeviceQueue(DpdkFixture.crypto(), 1).dequeue(array + 8L * kept, 64 - kept);
    assertThat(kept).isEqualTo(1);
    Memory.putLong(array, CryptoOp.source(Memory.getLong(array)));
    Mbuf.free(array, 1);
    assertThat(gateway.pool.inUse()).isZero();
  }

  @Test
  void aWrongNumberOfCpusIsRefused() {
    LaneConfig lane =
        new LaneConfig(
            LaneConfig.Shape.PIPELINED, List.of(0), 2, 8, LaneConfig.Idle.BACKOFF, "auto");
    try (TestGateway gateway = new TestGateway(lane, config -> config)) {
      assertThatThrownBy(gateway.pipeline()::start)
          .hasMessageContaining("3 threads")
          .hasMessageContaining("1 CPUs");
    }
  }

  private static Set<String> laneThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("lane-"))
        .collect(Collectors.toSet());
  }
}
