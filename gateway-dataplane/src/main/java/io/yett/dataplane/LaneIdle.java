package io.yett.dataplane;

import io.yett.dataplane.config.LaneConfig;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * What a lane's threads do when there is nothing to do. With the back-off strategy they spin, then
 * yield, then sleep, twice as long each time up to a limit. A thread with work makes no system
 * call, and the first packet ends the sleeping.
 *
 * <p>While the thread that receives is asleep, packets wait in the port's receive queue. So how
 * long it may sleep follows from the queue's depth and the rate at which packets begin to come:
 * {@link #safeSleepNanos}.
 */
final class LaneIdle {
  /** Rounds without work before a thread yields, and with yields before it sleeps. */
  static final int SPINS = 200;

  private static final int YIELDS = 50;
  private static final long MIN_SLEEP_NANOS = 1_000;

  /**
   * How much later than asked a sleeping thread runs again: the kernel's timer slack of 50 µs
   * (prctl(2), PR_SET_TIMERSLACK), and as much for the scheduler.
   */
  static final long WAKE_NANOS = 100_000;

  private LaneIdle() {}

  /** The strategy of a thread with this duty; not shared with any other thread. */
  static IdleStrategy strategy(LaneConfig config, LaneDuty duty) {
    return switch (config.idle()) {
      case BUSY_SPIN -> new BusySpinIdleStrategy();
      case BACKOFF -> duty.idling().over(backoff(config.maxSleepMicros()));
    };
  }

  private static IdleStrategy backoff(int maxSleepMicros) {
    return new BackoffIdleStrategy(
        SPINS, YIELDS, MIN_SLEEP_NANOS, TimeUnit.MICROSECONDS.toNanos(maxSleepMicros));
  }

  /**
   * The longest sleep after which a receive queue still holds all that came.
   *
   * @param queueDepth packets that the receive queue holds
   * @param packetsPerSecond at which traffic begins, above 0
   * @return nanoseconds; 0 if no sleep is safe
   */
  static long safeSleepNanos(int queueDepth, double packetsPerSecond) {
    return Math.max(0, (long) (queueDepth * 1e9 / packetsPerSecond) - WAKE_NANOS);
  }

  /** Packets a second that a queue of this depth takes while its thread sleeps so long. */
  static double safeRate(int queueDepth, int maxSleepMicros) {
    return queueDepth * 1e9 / (TimeUnit.MICROSECONDS.toNanos(maxSleepMicros) + WAKE_NANOS);
  }
}
