package io.yett.perf.latency;

import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * All that a run found. Times are in nanoseconds.
 *
 * @param frames the frame sizes, as they were given
 * @param burst frames that the generator sends together
 * @param hugepages DPDK's memory is in hugepages
 * @param saturatedMpps what the lane sends when there is always something to do
 * @param saturatedByLane false if the generator could not send more than that: then loads are parts
 *     of what the generator can
 * @param spinP999 a thread that only spins on the lane's CPU, before the run: the longest gap
 *     within {@value JitterMeter#WINDOW_NANOS} ns
 * @param idle a lane that has nothing to do between two bursts; its p50 is the burst time
 * @param latency a row for each load
 */
public record LatencyResult(
    String frames,
    int burst,
    String crypto,
    boolean hugepages,
    int laneCpu,
    int generatorCpu,
    double saturatedMpps,
    boolean saturatedByLane,
    long spinP50,
    long spinP999,
    long spinMax,
    LatencyRow idle,
    List<LatencyRow> latency) {
  private static final JsonMapper JSON = new JsonMapper();

  /** How many times the idle lane's burst time the target allows at 70 % load. */
  public static final double TARGET = 2.0;

  /** Copies the list. */
  public LatencyResult {
    latency = List.copyOf(latency);
  }

  /** One JSON object, with these names; {@code latency} is an array. */
  public String toJson() {
    return JSON.writeValueAsString(this);
  }

  /** Reads what {@link #toJson} wrote. */
  public static LatencyResult fromJson(String json) {
    return JSON.readValue(json, LatencyResult.class);
  }

  /** A row's 99.9th percentile in burst times of the idle lane. */
  public double inBurstTimes(LatencyRow row) {
    return (double) row.p999() / Math.max(1, idle.p50());
  }

  /**
   * The same less the gap that one of a thousand stretches of pure spinning has on that CPU: what
   * is left is the gateway's.
   */
  public double ownBurstTimes(LatencyRow row) {
    return (double) Math.max(0, row.p999() - spinP999) / Math.max(1, idle.p50());
  }
}
