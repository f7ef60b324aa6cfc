package io.yett.perf.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yett.perf.latency.SchedulerWatch.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
              named.countDown();
              while (!stop.get()) {
                Thread.onSpinWait();
              }
            });
    try {
      assertThat(named.await(60, TimeUnit.SECONDS)).isTrue();
      try (SchedulerWatch watch = new SchedulerWatch("watched-", 0)) {
        checkSamples(watch);
      }
    } finally {
      stop.set(true);
      thread.join();
    }
  }

  private static void checkSamples(SchedulerWatch watch) throws Exception {
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
  }

  @Test
  void threadThatIsNotThere() {
    assertThatThrownBy(() -> new SchedulerWatch("no-such-thread", 0))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no-such-thread");
  }

  @Test
  void readsWordsOfLinesWithoutGarbage(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("stat");
    Files.writeString(file, "cpu  1 2 3\ncpu0 10 20 x\nswitches:\t77\nlast 5");
    try (ProcFile proc = new ProcFile(file)) {
      proc.read();
      assertThat(proc.number("cpu0 ", 2)).isEqualTo(20);
      assertThat(proc.number("cpu ", 3)).isEqualTo(3);
      assertThat(proc.number("switches:", 1)).isEqualTo(77);
      assertThat(proc.number("last", 1)).isEqualTo(5);
      assertThat(proc.number("", 1)).isEqualTo(1);
      assertThat(proc.number("cpu0 ", 3)).as("no number").isZero();
      assertThat(proc.number("cpu0 ", 9)).as("no word").isZero();
      assertThat(proc.number("none", 1)).as("no line").isZero();
      Files.writeString(file, "cpu0 4");
      proc.read();
      assertThat(proc.number("cpu0 ", 1)).isEqualTo(4);
    }
  }
}
