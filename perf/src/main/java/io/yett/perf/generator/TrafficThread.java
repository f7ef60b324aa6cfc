package io.yett.perf.generator;

import io.yett.dpdk.DpdkThread;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A thread that spins through its tasks, on a CPU of its own, until it is closed. */
public final class TrafficThread implements AutoCloseable {
  private final int cpu;
  private final TrafficTask[] tasks;
  private final IdleWatch watch;
  private final Thread thread;
  private final CountDownLatch started = new CountDownLatch(1);
  private volatile boolean running = true;
  private volatile Throwable failure;

  private TrafficThread(String name, int cpu, List<TrafficTask> tasks, IdleWatch watch) {
    this.cpu = cpu;
    this.tasks = tasks.toArray(TrafficTask[]::new);
    this.watch = watch;
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
  }

  /**
   * Starts one, and returns when it is registered with DPDK and pinned.
   *
   * @param cpu -1 leaves it unpinned
   */
  public static TrafficThread start(String name, int cpu, List<TrafficTask> tasks, IdleWatch watch)
      throws InterruptedException {
    TrafficThread made = new TrafficThread(name, cpu, tasks, watch);
    made.thread.start();
    made.started.await();
    made.check();
    return made;
  }

  /** Throws what ended the thread before its time, if anything did. */
  public void check() {
    Throwable cause = failure;
    if (cause != null) {
      throw new IllegalStateException(thread.getName() + " ended: " + cause.getMessage(), cause);
    }
  }

  private void run() {
    try {
      DpdkThread.register();
      if (cpu >= 0) {
        DpdkThread.pin(cpu);
      }
      started.countDown();
      while (running) {
        round();
      }
    } catch (RuntimeException | Error e) {
      failure = e;
    } finally {
      started.countDown();
      DpdkThread.unregister();
    }
  }

  private void round() {
    long now = System.nanoTime();
    int work = 0;
    for (TrafficTask task : tasks) {
      work += task.work(now);
    }
    if (work == 0) {
      watch.idle(now);
    } else {
      watch.worked();
    }
  }

  /** Ends the thread, and waits for its end. Idempotent. */
  @Override
  public void close() {
    running = false;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
