package io.yett.dataplane;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.IdleStrategy;

/**
 * How a pipelined worker without bursts idles: as the leader does at first, and after a while by
 * long sleeps, out of which the leader wakes it. It may oversleep: what comes meanwhile, the leader
 * encrypts itself. One thread.
 */
final class WorkerIdle implements IdleStrategy {
  /** Idle rounds before the long sleeps: some 20 ms, so a worker in use is seldom to be woken. */
  static final int SHALLOW_ROUNDS = 300;

  /** Bounds how long the end of a lane waits for a worker. */
  private static final long SLEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final IdleStrategy shallow;
  private final Sleepers sleepers;
  private final int place;
  private int rounds;
  private boolean announced;

  /** {@code place} is the worker's number among {@code sleepers}. */
  WorkerIdle(IdleStrategy shallow, Sleepers sleepers, int place) {
    this.shallow = shallow;
    this.sleepers = sleepers;
    this.place = place;
  }

  @Override
  public void idle(int workCount) {
    if (workCount > 0) {
      reset();
    } else {
      idle();
    }
  }

  @Override
  public void idle() {
    if (announced) { // and there was nothing since
      LockSupport.parkNanos(this, SLEEP_NANOS);
      sleepers.remove(place);
      announced = false;
    } else if (rounds < SHALLOW_ROUNDS) {
      rounds++;
      shallow.idle();
    } else {
      sleepers.add(place);
      announced = true;
    }
  }

  @Override
  public void reset() {
    if (announced) {
      sleepers.remove(place);
      announced = false;
    }
    if (rounds != 0) {
      rounds = 0;
      shallow.reset();
    }
  }
}
