package io.yett.perf.latency;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dpdk.CryptoDevice;
import io.yett.perf.dut.Testbed;
import io.yett.perf.dut.TunnelLane;
import io.yett.perf.generator.FrameMix;
import io.yett.perf.generator.FrameTemplates;
import io.yett.perf.generator.IdleWatch;
import io.yett.perf.generator.Pace;
import io.yett.perf.generator.PerfDpdk;
import io.yett.perf.generator.Receiver;
import io.yett.perf.generator.TrafficThread;
import io.yett.perf.generator.Transmitter;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The probe within a real lane. */
class LaneTimerTest {
  @BeforeEach
  void startDpdk() {
    PerfDpdk.start();
  }

  @ParameterizedTest
  @ValueSource(strings = {CryptoDevice.MULTI_BUFFER, "crypto_openssl0"})
  void everyPacketIsTimedOnce(String crypto) throws Exception {
    LaneTimer timer = new LaneTimer();
    List<String> rings =
        List.of(PerfDpdk.unique("net_ring_timer"), PerfDpdk.unique("net_ring_timer"));
    try (Testbed testbed =
            Testbed.open(rings, rings, 1500, new Testbed.Pools(PerfDpdk.pool(), PerfDpdk.pool()));
        TunnelLane lane =
            TunnelLane.start(
                new TunnelLane.Settings(
                    TunnelLane.Path.ENCRYPT, -1, 32, crypto, testbed.peerMac(), 1500),
                testbed.device().get(0),
                testbed.device().get(1),
                PerfDpdk.pool(),
                timer)) {
      Transmitter transmitter =
          new Transmitter(
              testbed.generator().get(0),
              PerfDpdk.pool(),
              new FrameTemplates(
                  TunnelLane.traffic(
                      FrameMix.parse("imix"), 8, testbed.device().get(0).port().mac())));
      Receiver receiver = new Receiver(testbed.generator().get(1), Receiver.Kind.ESP);
      try (TrafficThread thread =
          TrafficThread.start("generator", -1, List.of(transmitter, receiver), IdleWatch.NONE)) {
        transmitter.pace(Pace.of(3_000, 8));
        Thread.sleep(300);
        transmitter.pace(Pace.stopped());
        Awaitility.await()
            .until(() -> {
              lane.poll();
              thread.check();
              return transmitter.sent() > 0
                  && receiver.received() == transmitter.sent() - lane.counters().dropped();
            });
      }
      assertThat(lane.drops()).isEmpty();
      assertThat(receiver.missing()).as("ESP sequence numbers").isZero();
      LaneTimer.Times times = timer.end();
      assertThat(times.inside().getTotalCount()).isEqualTo(receiver.received());
      assertThat(times.sojourn().getTotalCount()).isEqualTo(receiver.received());
      assertThat(times.inside().getMinValue()).isPositive();
      assertThat(times.sojourn().getValueAtPercentile(50))
          .as("the way to the lane is part of it")
          .isGreaterThan(times.inside().getMinValue());
      assertThat(timer.end().inside().getTotalCount()).isZero();
    }
    assertThat(PerfDpdk.pool().inUse()).as("buffers that leaked").isZero();
  }
}
