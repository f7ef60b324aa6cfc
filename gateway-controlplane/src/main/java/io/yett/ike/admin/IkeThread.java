package io.yett.ike.admin;

/** Hands work to the ike thread. May be called by any thread; never blocks. */
@FunctionalInterface
public interface IkeThread {
  /** Queues the work; false if too much waits already. */
  boolean execute(Runnable work);
}
