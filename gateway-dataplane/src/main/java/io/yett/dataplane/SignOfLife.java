package io.yett.dataplane;

import java.util.function.LongSupplier;

/**
 * Tells the service manager's watchdog that packets are looked after: that the control thread
 * turns, because this runs on it, and that the lane has polled its ports since the last time. A
 * lane that hangs is so found by the watchdog, which starts the process again. Control thread.
 */
final class SignOfLife implements Runnable {
  private final Runnable alive;
  private final LongSupplier polls;
  private long lastPolls;

  /**
   * A sign to be given again and again.
   *
   * @param alive tells the watchdog
   * @param polls how often the lane has polled its ports so far
   */
  SignOfLife(Runnable alive, LongSupplier polls) {
    this.alive = alive;
    this.polls = polls;
    this.lastPolls = polls.getAsLong();
  }

  @Override
  public void run() {
    long nowPolls = polls.getAsLong();
    if (nowPolls != lastPolls) {
      lastPolls = nowPolls;
      alive.run();
    }
  }
}
