package io.yett.perf.rfc2544;

/**
 * What became of the frames of one trial.
 *
 * @param asked frames per second that the trial was to have
 * @param seconds how long frames were sent
 * @param offered frames that were sent, or that the device failed to take
 * @param received frames that came back
 * @param late frames that came out of order, or twice
 */
public record TrialResult(double asked, double seconds, long offered, long received, long late) {
  /** Frames per second that were offered in fact. */
  public double rate() {
    return offered / seconds;
  }

  /** Part of the offered frames that did not come back, 0..1. */
  public double loss() {
    return offered == 0 ? 0 : Math.max(0, offered - received) / (double) offered;
  }
}
