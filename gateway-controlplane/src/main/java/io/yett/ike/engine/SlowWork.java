package io.yett.ike.engine;

import io.yett.ike.certificate.RevocationSource;
import java.time.Instant;

/**
 * What takes too long for the engine's thread, or lies outside it: signatures, certificates,
 * fetching whether these are revoked. Its methods are called on the engine's thread, and return at
 * once.
 */
public interface SlowWork {

  /**
   * Runs a task elsewhere or later, and then has {@link IkeEngine#onWorkDone} called with the token
   * on the engine's thread; also if the task throws.
   *
   * @return false if too much waits already: the task is not run, and nothing is called
   */
  boolean run(long token, Runnable task);

  /** The time of day, by which certificates are valid or not. */
  Instant wallTime();

  /** Where tasks find out what is revoked; its methods may block for seconds. */
  default RevocationSource revocation() {
    return RevocationSource.NONE;
  }

  /** Does nothing: for connections with pre-shared keys alone. */
  SlowWork NONE =
      new SlowWork() {
        @Override
        public boolean run(long token, Runnable task) {
          return false;
        }

        @Override
        public Instant wallTime() {
          return Instant.EPOCH;
        }
      };
}
