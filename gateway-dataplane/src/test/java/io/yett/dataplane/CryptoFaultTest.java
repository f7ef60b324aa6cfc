package io.yett.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dataplane.counters.DropReason;
import io.yett.dataplane.esp.CryptoQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * CVE-2026-31518: what an asynchronous error path forgets is lost. Whatever the device does, every
 * packet ends in one counter, every buffer and operation comes back, and nothing leaves in clear.
 */
class CryptoFaultTest {
  @ParameterizedTest(name = "pipelined {0}")
  @ValueSource(booleans = {false, true})
  void aDeviceThatIsLateShortAndWrong(boolean pipelined) {
    assertThat(FaultyQueue.isOtherStatus()).isTrue();
    for (int seed = 0; seed < 20; seed++) {
      List<FaultyQueue> queues = new ArrayList<>();
      int salt = seed;
      TestGateway gateway =
          new TestGateway(
              pipelined ? TestGateway.pipelined(2) : TestGateway.fused(),
              TestGateway.over(pair -> {
                FaultyQueue queue = new FaultyQueue(pair, salt + pair, 40, 40, 25);
                queues.add(queue);
                return queue;
              }));
      try (gateway) {
        TrafficMix mix = new TrafficMix(gateway, seed);
        mix.install();
        for (int round = 0; round < 10; round++) {
          mix.frames(60).forEach(arrival -> gateway.feed(arrival.port(), arrival.frame()));
          gateway.run(new Random(seed));
          for (byte[] frame : gateway.takeAll(TestGateway.BLACK)) {
            boolean toBlue = frame[30] == 10 && frame[31] == 2;
            assertThat(toBlue).as("protected traffic in clear").isFalse();
          }
        }
        gateway.assertAccounted();
      }
      int failures = queues.stream().mapToInt(queue -> queue.failures).sum();
      assertThat(failures).isPositive();
      assertThat(gateway.dropped(DropReason.CRYPTO_ERROR)).isEqualTo(failures);
    }
  }

  @ParameterizedTest(name = "pipelined {0}")
  @ValueSource(booleans = {false, true})
  void aDeviceThatTakesNothing(boolean pipelined) {
    try (TestGateway gateway =
        new TestGateway(
            pipelined ? TestGateway.pipelined(2) : TestGateway.fused(),
            TestGateway.over(pair -> new DeadQueue()))) {
      TrafficMix mix = new TrafficMix(gateway, 1);
      mix.install();
      mix.frames(100).forEach(arrival -> gateway.feed(arrival.port(), arrival.frame()));
      gateway.run();
      assertThat(gateway.dropped(DropReason.CRYPTO_QUEUE_FULL)).isGreaterThan(30);
      assertThat(gateway.dropped(DropReason.AUTH_FAILED)).isZero();
      gateway.assertAccounted();
    }
  }

  /** Takes no operation. */
  private static final class DeadQueue implements CryptoQueue {
    @Override
    public int enqueue(long ops, int count) {
      return 0;
    }

    @Override
    public int dequeue(long ops, int count) {
      return 0;
    }
  }
}
