package io.yett.dataplane;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

/**
 * The workers of a lane that sleep, each in a place of its own. A worker comes and goes; the leader
 * wakes one when bursts wait. While nobody sleeps, to ask costs the leader a read of a line that
 * nobody writes, and no system call.
 */
final class Sleepers {
  private final AtomicReferenceArray<Thread> places;
  private final AtomicInteger count = new AtomicInteger();

  Sleepers(int workers) {
    this.places = new AtomicReferenceArray<>(workers);
  }

  /**
   * The worker: will sleep, after one more look for bursts. A burst that is published at the same
   * time may be missed by both; then the leader, who sees it, encrypts it or wakes the worker for
   * the next.
   */
  void add(int place) {
    if (places.getAndSet(place, Thread.currentThread()) == null) {
      count.incrementAndGet();
    }
  }

  /** The worker: is awake, whatever has woken it. */
  void remove(int place) {
    if (places.getAndSet(place, null) != null) {
      count.decrementAndGet();
    }
  }

  /** The leader. */
  boolean any() {
    return count.get() != 0;
  }

  /** The leader: wakes one of those that sleep, if any does. */
  void wakeOne() {
    for (int i = 0; i < places.length(); i++) {
      Thread worker = places.get(i);
      if (worker != null && places.compareAndSet(i, worker, null)) {
        count.decrementAndGet();
        LockSupport.unpark(worker);
        return;
      }
    }
  }
}
