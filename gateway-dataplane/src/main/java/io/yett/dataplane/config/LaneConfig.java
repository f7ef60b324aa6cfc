package io.yett.dataplane.config;

import java.util.List;

/**
 * How many lanes there are, the shape of each, and where their threads run.
 *
 * @param count lanes, 1..32; each has a receive and a transmit queue on every port
 * @param cpus CPU numbers, lane by lane: fused one; pipelined the leader, each worker. Empty leaves
 *     threads unpinned
 * @param workers ESP workers, 1..32; means something in the pipelined shape only
 * @param burst packets per burst, 1..64
 * @param maxSleepMicros the longest sleep of a thread that idles by {@link Idle#BACKOFF}, 10..10000
 * @param crypto {@code auto}, or the name of a DPDK crypto device such as {@code crypto_aesni_gcm0}
 */
public record LaneConfig(
    int count,
    Shape shape,
    List<Integer> cpus,
    int workers,
    int burst,
    Idle idle,
    int maxSleepMicros,
    String crypto) {

  /** Lets the data plane choose the crypto device by capability. */
  public static final String CRYPTO_AUTO = "auto";

  /** Microseconds. */
  public static final int DEFAULT_MAX_SLEEP = 1_000;

  /** Lanes with the default limit of sleeps. */
  public LaneConfig(
      int count,
      Shape shape,
      List<Integer> cpus,
      int workers,
      int burst,
      Idle idle,
      String crypto) {
    this(count, shape, cpus, workers, burst, idle, DEFAULT_MAX_SLEEP, crypto);
  }

  /** Copies the list. */
  public LaneConfig {
    cpus = List.copyOf(cpus);
  }

  /** One lane. */
  public LaneConfig(
      Shape shape, List<Integer> cpus, int workers, int burst, Idle idle, String crypto) {
    this(1, shape, cpus, workers, burst, idle, crypto);
  }

  /** Threads that each lane has; all of them encrypt. */
  public int threads() {
    return shape == Shape.FUSED ? 1 : 1 + workers;
  }

  /** How many threads share the work of a lane. */
  public enum Shape {
    /** One thread does it all. */
    FUSED,
    /** A leader, which receives and transmits, and N workers, each a thread; order is kept. */
    PIPELINED
  }

  /** What a lane's thread does when there is nothing to do. */
  public enum Idle {
    /** Polls on: lowest latency, a whole CPU. */
    BUSY_SPIN,
    /** Spins, yields, then sleeps for at most {@link LaneConfig#maxSleepMicros}. */
    BACKOFF
  }
}
