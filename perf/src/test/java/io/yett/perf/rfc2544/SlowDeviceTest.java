package io.yett.perf.rfc2544;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.perf.dut.Testbed;
import io.yett.perf.dut.TunnelLane;
import io.yett.perf.generator.FrameMix;
import io.yett.perf.generator.FrameTemplates;
import io.yett.perf.generator.IdleWatch;
import io.yett.perf.generator.Pace;
import io.yett.perf.generator.PerfDpdk;
import io.yett.perf.generator.Receiver;
import io.yett.perf.generator.TrafficTask;
import io.yett.perf.generator.TrafficThread;
import io.yett.perf.generator.Transmitter;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames of the generator through real ports and a device that is slow by intent. */
class SlowDeviceTest {
  private static final double HIGHEST = 1_000_000;

  /** What a ring port's queue holds: frames above the capacity that are not lost yet. */
  private static final double QUEUE = 1_023;

  private Testbed testbed;
  private Transmitter transmitter;
  private Receiver receiver;

  @BeforeEach
  void openPorts() {
    PerfDpdk.start();
    List<String> rings =
        List.of(PerfDpdk.unique("net_ring_slow"), PerfDpdk.unique("net_ring_slow"));
    testbed = Testbed.open(rings, rings, 1500, new Testbed.Pools(PerfDpdk.pool(), PerfDpdk.pool()));
    transmitter =
        new Transmitter(
            testbed.generator().get(0),
            PerfDpdk.pool(),
            new FrameTemplates(TunnelLane.traffic(FrameMix.of(64), 8, 0)));
    receiver = new Receiver(testbed.generator().get(1), Receiver.Kind.PLAIN);
  }

  @AfterEach
  void everyBufferIsBack() {
    assertThat(PerfDpdk.pool().inUse()).as("buffers that leaked").isZero();
    testbed.close();
  }

  private SlowDevice device(double framesPerSecond) {
    return new SlowDevice(testbed.device().get(0), testbed.device().get(1), framesPerSecond);
  }

  /** A trial by a clock of the test's own, so that it does not depend on the machine. */
  private final class ClockedTrial implements ThroughputSearch.Trial {
    private static final long STEP = 10_000;
    private static final double SECONDS = 0.5;
    private final SlowDevice device;
    private long now = 1;

    ClockedTrial(SlowDevice device) {
      this.device = device;
    }

    @Override
    public TrialResult run(double framesPerSecond) {
      long offered = transmitter.sent() + transmitter.refused();
      long received = receiver.received();
      transmitter.pace(Pace.of(framesPerSecond, 1));
      for (long end = now + (long) (SECONDS * 1e9); now < end; now += STEP) {
        round();
      }
      transmitter.pace(Pace.stopped());
      for (int idle = 0; idle < 1_000; now += STEP) {
        idle = round() == 0 ? idle + 1 : 0;
      }
      return new TrialResult(
          framesPerSecond,
          SECONDS,
          transmitter.sent() + transmitter.refused() - offered,
          receiver.received() - received,
          receiver.late());
    }

    private int round() {
      return transmitter.work(now) + device.work(now) + receiver.work(now);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {700_000, 100_000, 20_000})
  void searchConvergesToTheKnownRate(double capacity) throws Exception {
    ThroughputSearch.Result result =
        new ThroughputSearch(HIGHEST, 100, 0.01, 0).find(new ClockedTrial(device(capacity)));
    // A short overload fits the queue, so it passes: that much is the trial too short.
    assertThat(result.framesPerSecond())
        .isBetween(capacity * 0.98, capacity + (QUEUE + 64) / ClockedTrial.SECONDS);
    assertThat(result.limit()).isEqualTo(ThroughputSearch.Limit.DEVICE);
    assertThat(receiver.late()).isZero();
    assertThat(result.trials().getFirst().loss())
        .as("at the highest rate")
        .isBetween(0.95 * (1 - capacity / HIGHEST) - 0.01, 1 - capacity / HIGHEST + 0.01);
  }

  @Test
  void realThreadsCountTheSame() throws Exception {
    TrafficTask device = device(1e9);
    try (TrafficThread thread =
        TrafficThread.start("trial", -1, List.of(transmitter, device, receiver), IdleWatch.NONE)) {
      GeneratorTrial trial = new GeneratorTrial(transmitter, receiver, true, 0.3, thread::check);
      TrialResult result = trial.run(10_000);
      assertThat(result.offered()).isPositive();
      assertThat(result.received()).isEqualTo(result.offered());
      assertThat(result.seconds()).isGreaterThanOrEqualTo(0.3);
      assertThat(result.rate()).isLessThan(10_000 * 1.01 + 64);
      TrialResult full = trial.runUnlimited();
      assertThat(full.offered()).isGreaterThan(result.offered());
      assertThat(full.loss()).isLessThan(1);
    }
  }

  @Test
  void silentDeviceIsLossOfAll() throws Exception {
    TrafficTask thief = device(1e9);
    TrafficTask nothing = nanoTime -> 0;
    try (TrafficThread thread =
        TrafficThread.start("trial", -1, List.of(transmitter, nothing), IdleWatch.NONE)) {
      TrialResult result =
          new GeneratorTrial(transmitter, receiver, true, 0.1, thread::check).run(2_000);
      assertThat(result.received()).isZero();
      assertThat(result.loss()).isEqualTo(1);
    }
    long now = 1;
    while (thief.work(now) + receiver.work(now) != 0) {
      now += 1_000_000;
    }
  }
}
