package io.yett.ike.exchange;

import io.yett.ike.certificate.RevocationSource;
import io.yett.ike.engine.SlowWork;
import io.yett.ike.error.IkeProtocolException;
import io.yett.ike.error.TemporaryFailureException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Work of exchanges that goes on elsewhere (signatures, certificates), and what follows when it is
 * done. Owned by the engine's thread; tasks run on others, and touch nothing of the engine.
 */
public final class Background {
  private final SlowWork work;
  private final Map<Long, Runnable> waiting = new HashMap<>();
  private long nextToken = 1;

  Background(SlowWork work) {
    this.work = work;
  }

  /** What is to be done elsewhere. */
  @FunctionalInterface
  interface Task<T> {
    T run() throws IkeProtocolException;
  }

  /** What follows, on the engine's thread: a result, or else a failure. */
  @FunctionalInterface
  interface Then<T> {
    void done(T result, IkeProtocolException failure);
  }

  /** The time of day. */
  Instant wallTime() {
    return work.wallTime();
  }

  RevocationSource revocation() {
    return work.revocation();
  }

  /** Has a task run, and goes on when it is done; at once with a failure if too much waits. */
  <T> void run(Task<T> task, Then<T> then) {
    Outcome<T> outcome = new Outcome<>(task);
    long token = nextToken++;
    waiting.put(token, () -> outcome.tell(then));
    if (!work.run(token, outcome)) {
      waiting.remove(token);
      then.done(null, new TemporaryFailureException("too many authentications are under way"));
    }
  }

  /** A task is done; one that nobody waits for is ignored. */
  public void onDone(long token) {
    Runnable then = waiting.remove(token);
    if (then != null) {
      then.run();
    }
  }

  /** A task with its end; handed from thread to thread by {@link SlowWork}, never used by two. */
  private static final class Outcome<T> implements Runnable {
    private final Task<T> task;
    private T result;
    private IkeProtocolException failure;
    private RuntimeException fault;

    Outcome(Task<T> task) {
      this.task = task;
    }

    @Override
    public void run() {
      try {
        result = task.run();
      } catch (IkeProtocolException e) {
        failure = e;
      } catch (RuntimeException e) {
        fault = e;
      }
    }

    void tell(Then<T> then) {
      if (fault != null) {
        throw fault; // the engine says so, and the IKE SA ends by its timer
      }
      then.done(result, failure);
    }
  }

  /** So long an IKE SA waits at most for what goes on elsewhere, in milliseconds. */
  static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(30);
}
