package io.yett.dataplane;

/**
 * When a lane looks for packets of our own: in some rounds while it is busy, in each once its
 * thread may sleep between two. One thread.
 */
final class OwnTurns {
  /** Rounds between two looks, a power of two. */
  private static final int INTERVAL = 8;

  private int rounds;
  private int idleRounds;

  /** Whether this round looks; {@code work} is what it has done so far. */
  boolean next(int work) {
    idleRounds = work > 0 ? 0 : Math.min(idleRounds + 1, LaneIdle.SPINS);
    return (++rounds & (INTERVAL - 1)) == 0 || idleRounds == LaneIdle.SPINS;
  }
}
