package io.yett.perf.contender;

import java.util.List;

/**
 * How each program is run.
 *
 * @param cpus of the forwarding threads; a scenario takes as many as it has cores, from the front
 * @param rounds measurements of each system in each scenario
 * @param warmUpSeconds run before the first reading of Yett, whose JVM has code to compile; others
 *     have one second
 * @param seconds between the two readings of a measurement
 * @param hugepages DPDK's memory is in hugepages, for all programs alike
 * @param burst packets per burst of Yett; the others have {@link #PEER_BURST}
 * @param crypto Yett's crypto device
 */
public record Settings(
    List<Integer> cpus,
    int rounds,
    int warmUpSeconds,
    int seconds,
    boolean hugepages,
    int burst,
    String crypto) {
  /** Packets per burst that the peers are built for. */
  public static final int PEER_BURST = 32;

  /** Seconds until a program without a JVM is warm. */
  public static final int PEER_WARM_UP = 1;

  /** Copies the list. */
  public Settings {
    cpus = List.copyOf(cpus);
  }

  /** The measured time of one run, in nanoseconds. */
  public long nanos() {
    return seconds * 1_000_000_000L;
  }
}
