package io.yett.perf.rfc2544;

import java.util.ArrayList;
import java.util.List;

/**
 * The highest rate without loss, by binary search over trials (RFC 2544 section 26.1). The first
 * trial has the highest rate; each further one halves the distance between the highest rate that
 * passed and the lowest that failed.
 */
public final class ThroughputSearch {
  /** A rate that is missed by more than this part is one that the generator cannot send. */
  private static final double RATE_ERROR = 0.01;

  private final double highest;
  private final double lowest;
  private final double resolution;
  private final double allowedLoss;

  /** A trial at a rate in frames per second. */
  public interface Trial {
    TrialResult run(double framesPerSecond) throws InterruptedException;
  }

  /** What keeps the throughput from being higher. */
  public enum Limit {
    /** The device loses frames above. */
    DEVICE,
    /** The generator sends no more. */
    GENERATOR,
    /**
     * Nothing is lost at the highest rate of the search, which is that of the line if there is one.
     */
    HIGHEST_RATE
  }

  /**
   * What was found.
   *
   * @param framesPerSecond 0 if frames were lost in every trial
   * @param trials all of them, in order
   */
  public record Result(double framesPerSecond, Limit limit, List<TrialResult> trials) {
    /** Copies the list. */
    public Result {
      trials = List.copyOf(trials);
    }
  }

  /**
   * Sets the bounds.
   *
   * @param highest frames per second of the first trial
   * @param lowest below this the search gives up
   * @param resolution how near the result is to the lowest rate that fails, as a part of that
   * @param allowedLoss part of the frames that may be lost, 0..1; RFC 2544 has 0
   */
  public ThroughputSearch(double highest, double lowest, double resolution, double allowedLoss) {
    if (!(lowest > 0 && lowest <= highest)) {
      throw new IllegalArgumentException(
          "rates " + lowest + ".." + highest + "; remedy: 0 < lowest <= highest");
    }
    if (!(resolution > 0 && resolution < 1) || !(allowedLoss >= 0 && allowedLoss < 1)) {
      throw new IllegalArgumentException(
          "resolution " + resolution + ", loss " + allowedLoss + "; remedy: parts of 1");
    }
    this.highest = highest;
    this.lowest = lowest;
    this.resolution = resolution;
    this.allowedLoss = allowedLoss;
  }

  /** Runs as many trials as it takes. */
  public Result find(Trial trial) throws InterruptedException {
    List<TrialResult> trials = new ArrayList<>();
    double passing = 0;
    double failing = highest;
    double best = 0;
    Limit limit = Limit.HIGHEST_RATE;
    for (double rate = highest; ; rate = Math.max(lowest, (passing + failing) / 2)) {
      TrialResult result = trial.run(rate);
      trials.add(result);
      boolean missed = result.rate() < rate * (1 - RATE_ERROR);
      if (!passes(result)) {
        failing = rate;
        limit = Limit.DEVICE;
      } else if (missed) {
        best = Math.max(best, result.rate());
        passing = Math.max(passing, result.rate());
        failing = rate; // the generator cannot say what the device does there
        limit = Limit.GENERATOR;
      } else {
        best = Math.max(best, result.rate());
        passing = rate;
      }
      if (passing == highest || failing - passing <= resolution * failing || failing <= lowest) {
        return new Result(best, limit, trials);
      }
    }
  }

  private boolean passes(TrialResult result) {
    return result.offered() > 0 && result.loss() <= allowedLoss;
  }
}
