package io.yett.perf.generator;

/** What a {@link TrafficThread} does in each round; it neither allocates nor waits. */
public interface TrafficTask {
  /** Does what there is to do; returns how many frames it sent or received. */
  int work(long nanoTime);
}
