package io.yett.perf.scenario;

/**
 * The packets of a scenario.
 *
 * @param frames in the file of each receive queue, which repeats without end
 */
public record Traffic(Direction direction, Mix mix, Pattern pattern, int frames) {

  /** Which flows and tunnels follow each other. */
  public enum Pattern {
    /** {@link #FLOWS} flows of one tunnel in turn; the last policy in the order is theirs. */
    KNOWN_FLOWS,
    /** One flow in each tunnel, all in turn. */
    ROUND_ROBIN,
    /** One flow in each tunnel; the n-th comes with a frequency of 1/n (Zipf's law, exponent 1). */
    ZIPF,
    /** Each frame a flow of its own, over all policies. */
    NEW_FLOWS
  }

  /** Flows of {@link Pattern#KNOWN_FLOWS}. */
  public static final int FLOWS = 256;
}
