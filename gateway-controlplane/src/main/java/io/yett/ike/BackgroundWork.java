package io.yett.ike;

import io.yett.ike.certificate.RevocationSource;
import io.yett.ike.engine.SlowWork;
import io.yett.ike.revocation.CachedRevocation;
import java.time.Clock;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * Runs the engine's slow work on a few threads of its own, and brings the results back. {@link
 * #run} and {@link #drain} are for the ike thread.
 */
public final class BackgroundWork implements SlowWork, AutoCloseable {
  /** Tasks that may wait: one for each IKE SA that is being made, in reason. */
  private static final int QUEUE_CAPACITY = 1024;

  private static final int MAX_THREADS = 4;
  private static final long IDLE_SECONDS = 60;

  private final Clock clock = Clock.systemUTC();
  private final RevocationSource revocation = new CachedRevocation(clock);
  private final Queue<Long> done = new ConcurrentLinkedQueue<>(); // bounded by what may wait
  private final ThreadPoolExecutor threads;

  /** Makes it; threads begin with the first task. */
  public BackgroundWork() {
    int count = Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 2, MAX_THREADS);
    threads =
        new ThreadPoolExecutor(
            count,
            count,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUE_CAPACITY),
            task -> {
              Thread thread = new Thread(task, "ike-work");
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true); // without certificates there is none
  }

  @Override
  public boolean run(long token, Runnable task) {
    try {
      threads.execute(() -> {
        try {
          task.run();
        } finally {
          done.add(token);
        }
      });
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  /** Tells which tasks are done; returns how many. */
  public int drain(LongConsumer onDone) {
    int count = 0;
    Long token;
    while ((token = done.poll()) != null) {
      onDone.accept(token);
      count++;
    }
    return count;
  }

  @Override
  public Instant wallTime() {
    return clock.instant();
  }

  @Override
  public RevocationSource revocation() {
    return revocation;
  }

  /** What waits is dropped. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
