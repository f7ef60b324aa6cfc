package io.yett.perf.generator;

/** Sees how regularly a spinning thread gets its CPU. Called by that thread. */
public interface IdleWatch {
  /** Watches nothing. */
  IdleWatch NONE =
      new IdleWatch() {
        @Override
        public void idle(long nanoTime) {}

        @Override
        public void worked() {}
      };

  /** A round without work ended at this time. */
  void idle(long nanoTime);

  /** A round had work, so the time since the last call says nothing. */
  void worked();
}
