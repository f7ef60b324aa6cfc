package io.yett.perf.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yett.perf.latency.SchedulerWatch.Sample;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The kernel's figures of a thread of this process. */
class SchedulerWatchTest {
  @Test
  void watchesAThreadByItsName() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    CountDownLatch named = new CountDownLatch(1);
    Thread thread =
        Thread.ofPlatform()
            .name("watched-1")
            .start(() -> {
              while (!stop.get()) {
                Thread.onSpinWait();
              }
            });
    try {
      named.await();
      SchedulerWatch watch = new SchedulerWatch("watched-", 0);
      Sample first = watch.sample();
      Thread.sleep(20);
      Sample second = watch.sample();
      Sample between = second.minus(first);
      assertThat(between.nanoTime()).isGreaterThanOrEqualTo(20_000_000);
      assertThat(between.waitNanos()).isNotNegative().isLessThanOrEqualTo(between.nanoTime() * 2);
      assertThat(between.switches()).isNotNegative();
      assertThat(between.stealNanos()).isNotNegative();
      assertThat(watch.around(first.nanoTime() + 1, first.nanoTime() + 2)).isEqualTo(between);
      assertThat(watch.around(second.nanoTime() + 1, second.nanoTime() + 2).nanoTime())
          .as("nothing is known after the last sample")
          .isZero();
    } finally {
      stop.set(true);
      thread.join();
    }
  }

  @Test
  void threadThatIsNotThere() {
    assertThatThrownBy(() -> new SchedulerWatch("no-such-thread", 0))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no-such-thread");
  }
}
