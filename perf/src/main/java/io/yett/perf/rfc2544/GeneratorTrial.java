package io.yett.perf.rfc2544;

import io.yett.perf.generator.Pace;
import io.yett.perf.generator.Receiver;
import io.yett.perf.generator.Transmitter;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends at a rate for a while, waits for the last frames, and compares the counts (RFC 2544
 * sections 23 and 24). One thread, which is not the generator's.
 */
public final class GeneratorTrial implements ThroughputSearch.Trial {
  /** RFC 2544 section 23: wait two seconds for the rest. */
  private static final long DRAIN_NANOS = 2_000_000_000L;

  private static final long STEP_NANOS = 10_000_000L;

  private final Transmitter transmitter;
  private final Receiver receiver;
  private final boolean refusalIsLoss;
  private final long nanos;
  private final Runnable meanwhile;

  /**
   * Joins the parts; the generator's thread runs.
   *
   * @param refusalIsLoss frames that the sending port refuses count as offered and lost
   * @param seconds how long a trial sends
   * @param meanwhile called some hundred times a second; throws if the trial makes no sense any
   *     more
   */
  public GeneratorTrial(
      Transmitter transmitter,
      Receiver receiver,
      boolean refusalIsLoss,
      double seconds,
      Runnable meanwhile) {
    this.transmitter = transmitter;
    this.receiver = receiver;
    this.refusalIsLoss = refusalIsLoss;
    this.nanos = (long) (seconds * 1e9);
    this.meanwhile = meanwhile;
  }

  @Override
  public TrialResult run(double framesPerSecond) throws InterruptedException {
    return run(Pace.of(framesPerSecond, 1), framesPerSecond);
  }

  /** As fast as the ports go; the result says how fast that is. */
  public TrialResult runUnlimited() throws InterruptedException {
    return run(Pace.unlimited(), Double.POSITIVE_INFINITY);
  }

  private TrialResult run(Pace pace, double asked) throws InterruptedException {
    long sent = transmitter.sent();
    long refused = transmitter.refused();
    long received = receiver.received();
    long late = receiver.late();
    long begin = System.nanoTime();
    transmitter.pace(pace);
    waitUntil(begin + nanos);
    transmitter.pace(Pace.stopped());
    double seconds = (System.nanoTime() - begin) / 1e9;
    drain(sent, received);
    long taken = transmitter.sent() - sent;
    long offered = taken + (refusalIsLoss ? transmitter.refused() - refused : 0);
    return new TrialResult(
        asked, seconds, offered, receiver.received() - received, receiver.late() - late);
  }

  private void waitUntil(long end) throws InterruptedException {
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      pause(Math.min(left, STEP_NANOS));
    }
  }

  /** Waits until all are back, or nothing came for two seconds. */
  private void drain(long sentBefore, long receivedBefore) throws InterruptedException {
    pause(STEP_NANOS); // the generator's last round
    long count = receiver.received();
    long since = System.nanoTime();
    while (receiver.received() - receivedBefore < transmitter.sent() - sentBefore
        && System.nanoTime() - since < DRAIN_NANOS) {
      pause(STEP_NANOS);
      if (receiver.received() != count) {
        count = receiver.received();
        since = System.nanoTime();
      }
    }
  }

  private void pause(long nanoseconds) throws InterruptedException {
    LockSupport.parkNanos(nanoseconds);
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    meanwhile.run();
  }
}
