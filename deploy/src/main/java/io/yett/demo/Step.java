package io.yett.demo;

/**
 * One thing that the demo shows.
 *
 * @param name short and stable, for the table and for programs, e.g. {@code ping red to blue}
 * @param doing what is done, in one line
 * @param needed whether nothing after it makes sense if it fails
 * @param action does it
 */
record Step(String name, String doing, boolean needed, Action action) {

  /** Does a step; its figure, in a few words. Throws if the step does not hold. */
  @FunctionalInterface
  interface Action {
    String run(Progress progress);
  }

  /** Tells what a long step is at. */
  @FunctionalInterface
  interface Progress {
    void at(String what);
  }

  /** A step without which nothing else makes sense. */
  static Step needed(String name, String doing, Action action) {
    return new Step(name, doing, true, action);
  }

  /** A step that others can do without. */
  static Step of(String name, String doing, Action action) {
    return new Step(name, doing, false, action);
  }
}
