package io.yett.dataplane.esp;

/**
 * A queue pair of a crypto device, for one thread. The arrays are off-heap, of operation addresses.
 */
public interface CryptoQueue {
  /** True if {@link #run} may be used: it does all operations, and nothing is ever under way. */
  default boolean isImmediate() {
    return false;
  }

  /** Does operations in their order; only if {@link #isImmediate}. Returns how many failed. */
  default int run(long ops, int count) {
    throw new UnsupportedOperationException("this queue pair is not immediate");
  }

  /** Hands operations to the device; returns how many it took, from the front. */
  int enqueue(long ops, int count);

  /** Takes finished operations into the array; returns how many. */
  int dequeue(long ops, int count);
}
