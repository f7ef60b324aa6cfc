package io.yett.dataplane.esp;

/** Where ESP stages get their queue pairs. */
@FunctionalInterface
public interface CryptoQueues {
  /** The queue pair of that number. */
  CryptoQueue queuePair(int number);
}
