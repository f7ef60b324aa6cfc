package io.yett.dataplane;

import static io.yett.dataplane.TestGateway.BLACK;
import static io.yett.dataplane.TestGateway.RED;
import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dataplane.TrafficMix.Arrival;
import io.yett.dataplane.counters.DropReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The pipelined shape sends the same octets in the same order as the fused one. */
class PipelinedTest {
  private static final int FRAMES = 400;

  /** What went out by each port in order, and the counters. */
  private record Outcome(List<String> red, List<String> black, List<Long> counters) {}

  @Test
  void equalsTheFusedShapeWhateverThreadGetsItsTurn() {
    for (int seed = 0; seed < 25; seed++) {
      Outcome fused = run(new TestGateway(), seed, null);
      int workers = 2 + seed % 3;
      assertEqual(run(delayed(workers, seed), seed, new Random(seed)), fused, seed);
      assertThat(fused.black).as("some packets are sent").hasSizeGreaterThan(50);
      assertThat(fused.red).hasSizeGreaterThan(50);
    }
  }

  @Test
  void equalsTheFusedShapeWithRealThreads() throws InterruptedException {
    for (int seed = 0; seed < 10; seed++) {
      Outcome fused = run(new TestGateway(), seed, null);
      assertEqual(runThreads(delayed(3, seed), seed, Duration.ZERO), fused, seed);
    }
  }

  @Test
  void equalsTheFusedShapeWithThreadsThatSleepBetween() throws InterruptedException {
    Outcome fused = run(new TestGateway(), 1, null);
    assertEqual(runThreads(delayed(3, 1), 1, Duration.ofMillis(200)), fused, 1);
  }

  private static void assertEqual(Outcome actual, Outcome expected, int seed) {
    assertThat(actual.counters).as("counters, seed %d", seed).isEqualTo(expected.counters);
    assertThat(actual.black).as("to black, seed %d", seed).isEqualTo(expected.black);
    assertThat(actual.red).as("to red, seed %d", seed).isEqualTo(expected.red);
  }

  private static TestGateway delayed(int workers, int seed) {
    UnaryOperator<PipelineConfig> late =
        TestGateway.over(pair -> new FaultyQueue(pair, seed + pair, 60, 30, 0));
    return new TestGateway(TestGateway.pipelined(workers), late);
  }

  /** One burst at a time in and out, so that both shapes see the same bursts. */
  private static Outcome run(TestGateway gateway, int seed, Random turns) {
    try (gateway) {
      TrafficMix mix = new TrafficMix(gateway, seed);
      mix.install();
      List<String> red = new ArrayList<>();
      List<String> black = new ArrayList<>();
      List<Arrival> arrivals = mix.frames(FRAMES);
      for (int i = 0; i < arrivals.size(); i++) {
        gateway.feed(arrivals.get(i).port(), arrivals.get(i).frame());
        if (i % 50 == 49) {
          if (turns == null) {
            gateway.run();
          } else {
            gateway.run(turns);
          }
          collect(gateway, red, black);
        }
      }
      gateway.assertAccounted();
      return new Outcome(red, black, counters(gateway));
    }
  }

  /** {@code quiet} is the time before the first packet of each round; workers may fall asleep. */
  private static Outcome runThreads(TestGateway gateway, int seed, Duration quiet)
      throws InterruptedException {
    try (gateway) {
      // Before anything else: the ring has one producer, and that is the lane's thread.
      gateway.start();
      TrafficMix mix = new TrafficMix(gateway, seed);
      mix.install();
      List<Arrival> arrivals = mix.frames(FRAMES);
      List<String> red = new ArrayList<>();
      List<String> black = new ArrayList<>();
      for (int i = 0; i < arrivals.size(); i++) {
        if (i % 50 == 0) {
          Thread.sleep(quiet);
        }
        gateway.feed(arrivals.get(i).port(), arrivals.get(i).frame());
        if (i % 50 == 49) {
          int fed = i + 1;
          Awaitility.await()
              .pollInSameThread()
              .pollInterval(Duration.ofMillis(1))
              .until(() -> {
                gateway.pipeline().poll(gateway.recorder, 64);
                assertThat(gateway.pipeline().failure()).isNull();
                return gateway.ended() == fed;
              });
          collect(gateway, red, black);
        }
      }
      assertThat(gateway.pipeline().failure()).isNull();
      gateway.assertAccounted();
      return new Outcome(red, black, counters(gateway));
    }
  }

  private static void collect(TestGateway gateway, List<String> red, List<String> black) {
    gateway.takeAll(RED).forEach(frame -> red.add(HexFormat.of().formatHex(frame)));
    gateway.takeAll(BLACK).forEach(frame -> black.add(HexFormat.of().formatHex(frame)));
  }

  private static List<Long> counters(TestGateway gateway) {
    List<Long> values = new ArrayList<>();
    values.add(gateway.counters().received());
    values.add(gateway.counters().transmitted());
    values.add(gateway.counters().punted());
    for (DropReason reason : DropReason.values()) {
      if (reason != DropReason.REPLAY && reason != DropReason.AUTH_FAILED) {
        values.add(gateway.dropped(reason));
      }
    }
    // A forged copy of a good packet falls by whichever check sees it first, and that is a matter
    // of how much is under way.
    values.add(gateway.dropped(DropReason.REPLAY) + gateway.dropped(DropReason.AUTH_FAILED));
    return values;
  }
}
