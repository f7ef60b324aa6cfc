package io.yett.ike.sa;

import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Timers in the order of their deadlines; equal deadlines in the order they were set, so that runs
 * are reproducible. Owned by the engine's thread.
 */
public final class Timers {
  private final PriorityQueue<Timer> queue =
      new PriorityQueue<>(
          Comparator.<Timer>comparingLong(t -> t.deadline).thenComparingLong(t -> t.order));
  private long order;

  /** A timer that is set; run once. */
  public static final class Timer {
    private final long deadline;
    private final long order;
    private Runnable action;

    private Timer(long deadline, long order, Runnable action) {
      this.deadline = deadline;
      this.order = order;
      this.action = action;
    }

    public long deadline() {
      return deadline;
    }

    /** Whether it still is to run. */
    public boolean pending() {
      return action != null;
    }

    private Runnable take() {
      Runnable taken = action;
      action = null;
      return taken;
    }

    /** Unsets it; it stays in the queue, idle, until its deadline. */
    public void cancel() {
      action = null;
    }
  }

  /** Sets a timer for a time on the engine's clock, in nanoseconds. */
  public Timer at(long deadline, Runnable action) {
    Timer timer = new Timer(deadline, order++, action);
    queue.add(timer);
    return timer;
  }

  /** Cancels if not null; returns null, for {@code timer = Timers.cancel(timer)}. */
  public static Timer cancel(Timer timer) {
    if (timer != null) {
      timer.cancel();
    }
    return null;
  }

  /** Runs what is due. What an action sets for now or earlier runs at the next call. */
  public void run(long now) {
    long limit = order;
    while (!queue.isEmpty() && queue.peek().deadline <= now && queue.peek().order < limit) {
      Runnable action = queue.poll().take();
      if (action != null) {
        action.run();
      }
    }
  }

  /** The earliest deadline of a pending timer; {@link Long#MAX_VALUE} if there is none. */
  public long nextDeadline() {
    while (!queue.isEmpty() && !queue.peek().pending()) {
      queue.poll();
    }
    return queue.isEmpty() ? Long.MAX_VALUE : queue.peek().deadline;
  }
}
