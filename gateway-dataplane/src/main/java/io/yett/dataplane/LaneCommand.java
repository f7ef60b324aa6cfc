package io.yett.dataplane;

/**
 * A change of what one lane uses: made by the control thread, run once by the lane's RX stage
 * between two bursts, and complete when every burst that was received before it has left the lane.
 */
final class LaneCommand {
  private static final long NOT_APPLIED = Long.MIN_VALUE;

  private final Runnable change;
  private final Runnable completed;
  private volatile long appliedAfter = NOT_APPLIED;

  /**
   * A command.
   *
   * @param change run by the RX stage
   * @param completed run by the control thread
   */
  LaneCommand(Runnable change, Runnable completed) {
    this.change = change;
    this.completed = completed;
  }

  /** RX stage: {@code sequence} is the number of the last burst that it passed on. */
  void apply(long sequence) {
    change.run();
    appliedAfter = sequence;
  }

  /** Control thread: true if all bursts that were before it are done. */
  boolean isComplete(long finishedSequence) {
    long after = appliedAfter;
    return after != NOT_APPLIED && finishedSequence >= after;
  }

  /** Control thread. */
  void complete() {
    completed.run();
  }
}
