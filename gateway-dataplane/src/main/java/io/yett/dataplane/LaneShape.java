package io.yett.dataplane;

import java.util.List;

/** Which threads run a lane's stages, and how bursts go from one to the next. */
interface LaneShape {
  /** The work of each thread, in the order of the configured CPUs. */
  List<LaneDuty> duties();

  /** Number of the last burst that left the lane. Any thread. */
  long finishedSequence();

  /** Bursts that are under way. Any thread. */
  int occupancy();

  /** Bursts that may be under way. */
  int capacity();

  /** No more packets are received from now on. Any thread. */
  void stopReceiving();

  /**
   * Drops whatever is left. All threads have ended.
   *
   * @param free false leaves the buffers alone, for a crypto device still has them
   */
  void abandon(boolean free);
}
