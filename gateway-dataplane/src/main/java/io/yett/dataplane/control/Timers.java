package io.yett.dataplane.control;

import java.util.concurrent.TimeUnit;
import org.agrona.DeadlineTimerWheel;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * One-shot timers of the control thread, with a resolution of about 8 ms. Owned by that thread; an
 * action may schedule further timers.
 */
public final class Timers {
  private static final long TICK_NANOS = 1L << 23;
  private static final int TICKS_PER_WHEEL = 1_024;
  private static final int MAX_EXPIRIES = 256;

  private final DeadlineTimerWheel wheel;
  private final Long2ObjectHashMap<Runnable> actions = new Long2ObjectHashMap<>();
  private long now;

  /** Makes a wheel that begins at a time of {@link System#nanoTime}'s kind. */
  public Timers(long startNanos) {
    this.now = startNanos;
    this.wheel =
        new DeadlineTimerWheel(TimeUnit.NANOSECONDS, startNanos, TICK_NANOS, TICKS_PER_WHEEL);
  }

  /** Runs an action once, after a delay from the last {@link #poll}. */
  public void schedule(long delayNanos, Runnable action) {
    actions.put(wheel.scheduleTimer(now + delayNanos), action);
  }

  /** Runs an action again and again; the first time after one interval. */
  public void repeat(long intervalNanos, Runnable action) {
    schedule(
        intervalNanos,
        () -> {
          repeat(intervalNanos, action);
          action.run();
        });
  }

  /** Runs what is due; returns how many actions ran. */
  public int poll(long nowNanos) {
    now = nowNanos;
    int ran = 0;
    do { // the wheel moves on by one tick a call, and we may have slept over many
      ran += wheel.poll(nowNanos, this::expire, MAX_EXPIRIES);
    } while (wheel.timerCount() > 0 && wheel.currentTickTime() - nowNanos <= 0);
    return ran;
  }

  /** Time of the last {@link #poll}. */
  public long now() {
    return now;
  }

  private boolean expire(TimeUnit unit, long deadline, long timerId) {
    actions.remove(timerId).run();
    return true;
  }
}
