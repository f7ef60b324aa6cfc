package io.yett.dataplane.esp;

/**
 * A queue pair of a crypto device, for one thread. The arrays are off-heap, of operation addresses.
 */
public interface CryptoQueue {
  /** Hands operations to the device; returns how many it took, from the front. */
  int enqueue(long ops, int count);

  /** Takes finished operations into the array; returns how many. */
  int dequeue(long ops, int count);
}
