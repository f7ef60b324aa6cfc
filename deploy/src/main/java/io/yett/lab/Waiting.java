package io.yett.lab;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting, with a bound. */
public final class Waiting {

  /** Asks again and again until the condition holds or the time is up; whether it held. */
  public static boolean until(Duration limit, Duration pause, BooleanSupplier condition) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline >= 0) {
        return false;
      }
      sleep(pause);
    }
    return true;
  }

  /** Sleeps; an interrupt ends it with {@link LabException}. */
  public static void sleep(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted", e);
    }
  }

  private Waiting() {}
}
