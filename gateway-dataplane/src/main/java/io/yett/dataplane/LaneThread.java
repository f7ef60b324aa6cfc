package io.yett.dataplane;

import io.yett.dpdk.DpdkException;
import io.yett.dpdk.DpdkThread;
import java.util.concurrent.CountDownLatch;
import org.agrona.concurrent.IdleStrategy;

/**
 * A thread of a lane: registers with DPDK, pins itself, and runs its duty until it is told to stop.
 */
final class LaneThread {
  private final LaneDuty duty;
  private final int cpu;
  private final IdleStrategy idle;
  private final Thread thread;
  private final CountDownLatch started = new CountDownLatch(1);
  private volatile Throwable failure;
  private volatile boolean running = true;

  /** {@code cpu} is -1 to leave the thread unpinned. */
  LaneThread(LaneDuty duty, int cpu, IdleStrategy idle) {
    this.duty = duty;
    this.cpu = cpu;
    this.idle = idle;
    this.thread = Thread.ofPlatform().name(duty.name()).unstarted(this::run);
  }

  /** Starts, and waits until the thread is registered and pinned. */
  void start() throws InterruptedException {
    thread.start();
    started.await();
    Throwable cause = failure;
    if (cause != null) {
      thread.join();
      throw cause instanceof DpdkException known
          ? known
          : new IllegalStateException("lane thread " + duty.name() + " did not start", cause);
    }
  }

  /** Asks it to end after the current round. */
  void stop() {
    running = false;
  }

  /** Waits for its end. */
  void join() throws InterruptedException {
    thread.join();
  }

  /** What ended it, or null. */
  Throwable failure() {
    return failure;
  }

  private void run() {
    try {
      DpdkThread.register();
      if (cpu >= 0) {
        DpdkThread.pin(cpu);
      }
      started.countDown();
      loop();
    } catch (RuntimeException | Error e) {
      failure = e;
    } finally {
      started.countDown();
      DpdkThread.unregister();
    }
  }

  private void loop() {
    while (running) {
      idle.idle(duty.work().run());
    }
  }
}
