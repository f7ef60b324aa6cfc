package io.yett.dataplane;

import java.util.Arrays;
import java.util.function.IntToLongFunction;

/**
 * Tells the service manager's watchdog that packets are looked after: that the control thread
 * turns, because this runs on it, and that every lane has polled its ports since the last sign. A
 * lane that hangs is so found by the watchdog, which starts the process again. Control thread.
 */
final class SignOfLife implements Runnable {
  private final Runnable alive;
  private final IntToLongFunction polls;
  private final long[] lastPolls;

  /**
   * A sign to be given again and again.
   *
   * @param alive tells the watchdog
   * @param lanes how many lanes there are
   * @param polls how often a lane, by its number, has polled its ports so far
   */
  SignOfLife(Runnable alive, int lanes, IntToLongFunction polls) {
    this.alive = alive;
    this.polls = polls;
    this.lastPolls = new long[lanes];
    Arrays.setAll(lastPolls, polls);
  }

  @Override
  public void run() {
    for (int lane = 0; lane < lastPolls.length; lane++) {
      if (polls.applyAsLong(lane) == lastPolls[lane]) {
        return;
      }
    }
    Arrays.setAll(lastPolls, polls);
    alive.run();
  }
}
