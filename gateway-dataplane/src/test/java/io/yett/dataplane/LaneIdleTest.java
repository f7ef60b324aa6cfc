package io.yett.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.yett.dataplane.config.LaneConfig;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NoOpIdleStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What idle threads of a lane do, and for how long a lane may sleep. */
@Timeout(60)
class LaneIdleTest {
  /** The table of docs/sizing.md: depth of the queue, packets a second, safe microseconds. */
  @ParameterizedTest
  @CsvSource({
    "512, 100000, 5020",
    "512, 600000, 753",
    "1024, 1000000, 924",
    "4096, 1000000, 3996",
    "4096, 4000000, 924",
    "1024, 14880952, 0"
  })
  void theSafeSleepFollowsFromDepthAndRate(int depth, double rate, long micros) {
    assertThat(TimeUnit.NANOSECONDS.toMicros(LaneIdle.safeSleepNanos(depth, rate)))
        .isEqualTo(micros);
  }

  @Test
  void theSafeRateIsTheOtherWayRound() {
    double rate = LaneIdle.safeRate(512, LaneConfig.DEFAULT_MAX_SLEEP);

    assertThat(rate).isCloseTo(465_455, within(1.0));
    assertThat(LaneIdle.safeSleepNanos(512, rate))
        .isCloseTo(TimeUnit.MICROSECONDS.toNanos(LaneConfig.DEFAULT_MAX_SLEEP), within(2L));
  }

  @Test
  void busySpinNeverSleepsBackoffDoesAndAWorkersIsItsOwn() {
    LaneDuty plain = new LaneDuty("lane-0", () -> 0);
    LaneDuty worker =
        new LaneDuty(
            "lane-0-esp-0", () -> 0, strategy -> new WorkerIdle(strategy, new Sleepers(1), 0));

    assertThat(LaneIdle.strategy(lane(LaneConfig.Idle.BUSY_SPIN), worker))
        .isInstanceOf(BusySpinIdleStrategy.class);
    assertThat(LaneIdle.strategy(lane(LaneConfig.Idle.BACKOFF), worker))
        .isInstanceOf(WorkerIdle.class);
    IdleStrategy leader = LaneIdle.strategy(lane(LaneConfig.Idle.BACKOFF), plain);
    for (int i = 0; i < 300; i++) {
      leader.idle(0);
    }
    long begin = System.nanoTime();
    for (int i = 0; i < 20; i++) {
      leader.idle(0);
    }
    assertThat(System.nanoTime() - begin).as("20 sleeps").isGreaterThan(20 * 900_000L);
  }

  private static LaneConfig lane(LaneConfig.Idle idle) {
    return new LaneConfig(LaneConfig.Shape.FUSED, List.of(), 1, 32, idle, "auto");
  }

  @Test
  void aWorkerLooksOnceMoreBeforeItSleepsAndAnnouncesItselfBefore() {
    Sleepers sleepers = new Sleepers(1);
    WorkerIdle idle = new WorkerIdle(NoOpIdleStrategy.INSTANCE, sleepers, 0);

    rounds(idle, WorkerIdle.SHALLOW_ROUNDS);
    assertThat(sleepers.any()).isFalse();
    idle.idle(0);
    assertThat(sleepers.any()).as("announced, not yet asleep").isTrue();
    idle.idle(1);
    assertThat(sleepers.any()).as("it has found a burst").isFalse();
    rounds(idle, WorkerIdle.SHALLOW_ROUNDS);
    assertThat(sleepers.any()).as("and begins anew").isFalse();
    idle.idle(0);
    long begin = System.nanoTime();
    idle.idle(0);
    assertThat(System.nanoTime() - begin).as("asleep").isGreaterThan(40_000_000L);
    assertThat(sleepers.any()).isFalse();
  }

  @Test
  void theLeaderWakesOneSleeperAtATime() throws InterruptedException {
    Sleepers sleepers = new Sleepers(2);
    AtomicLong slept = new AtomicLong();
    AtomicBoolean ended = new AtomicBoolean();
    CountDownLatch announced = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    Thread worker =
        Thread.ofPlatform()
            .start(() -> {
              WorkerIdle idle = new WorkerIdle(NoOpIdleStrategy.INSTANCE, sleepers, 1);
              rounds(idle, WorkerIdle.SHALLOW_ROUNDS + 1);
              announced.countDown();
              long begin = System.nanoTime();
              idle.idle(0);
              slept.set(System.nanoTime() - begin);
              ended.set(true);
              done.countDown();
            });
    announced.await();
    assertThat(sleepers.any()).isTrue();

    sleepers.wakeOne();

    assertThat(sleepers.any()).as("woken once is enough").isFalse();
    sleepers.wakeOne(); // nobody is there
    assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    worker.join();
    assertThat(ended).isTrue();
    assertThat(sleepers.any()).as("its own return counts no second time").isFalse();
    assertThat(slept.get()).isLessThan(TimeUnit.SECONDS.toNanos(10));
  }

  @Test
  void packetsOfOurOwnAreLookedForSeldomInABusyLaneAndAlwaysInAnIdleOne() {
    OwnTurns turns = new OwnTurns();

    assertThat(looks(turns, 800, 1)).isEqualTo(100);
    assertThat(looks(turns, LaneIdle.SPINS - 1, 0)).isLessThan(LaneIdle.SPINS / 4);
    assertThat(looks(turns, 10, 0)).isEqualTo(10);
    assertThat(looks(turns, 80, 1)).isEqualTo(10);
  }

  private static int looks(OwnTurns turns, int rounds, int work) {
    int looks = 0;
    for (int i = 0; i < rounds; i++) {
      looks += turns.next(work) ? 1 : 0;
    }
    return looks;
  }

  private static void rounds(IdleStrategy idle, int rounds) {
    for (int i = 0; i < rounds; i++) {
      idle.idle(0);
    }
  }
}
