package io.yett.dataplane;

/**
 * What one thread of a lane does again and again.
 *
 * @param name of the thread, such as {@code lane-0-esp-1}
 */
record LaneDuty(String name, Work work) {
  /** One round; returns how much was done, 0 if there was nothing to do. */
  @FunctionalInterface
  interface Work {
    int run();
  }
}
