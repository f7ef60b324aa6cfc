package io.yett.dataplane;

import org.agrona.concurrent.IdleStrategy;

/**
 * What one thread of a lane does again and again.
 *
 * @param name of the thread, such as {@code lane-0-esp-1}
 * @param idling what it makes of the lane's back-off strategy
 */
record LaneDuty(String name, Work work, Idling idling) {
  /** A duty that idles as the lane's configuration says. */
  LaneDuty(String name, Work work) {
    this(name, work, strategy -> strategy);
  }

  /** Builds a thread's strategy over the common one. */
  @FunctionalInterface
  interface Idling {
    IdleStrategy over(IdleStrategy strategy);
  }

  /** One round; returns how much was done, 0 if there was nothing to do. */
  @FunctionalInterface
  interface Work {
    int run();
  }
}
