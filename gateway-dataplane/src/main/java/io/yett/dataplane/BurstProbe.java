package io.yett.dataplane;

import io.yett.dataplane.packet.Burst;

/**
 * Watches a fused lane from within, for measurements: when it asks its ports, what it takes, and
 * when that has left. The lane's own thread calls, so nothing here may allocate, lock or wait.
 * Without a probe a lane pays one branch that is always the same.
 */
public interface BurstProbe {
  /** The lane is about to ask for packets. */
  void polling();

  /**
   * Packets came: their way through the lane began with the last {@link #polling}. They are as they
   * were received.
   *
   * @param number of the burst, counted from 0
   */
  void taken(long number, Burst burst);

  /** All packets of that burst were handed to their ports, or have ended otherwise. */
  void sent(long number);
}
