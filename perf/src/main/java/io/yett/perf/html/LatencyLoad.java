package io.yett.perf.html;

import java.util.Map;

/**
 * Latency under one load.
 *
 * @param load part of the saturated rate; 0 for the idle lane
 * @param nanos by the name of the percentile, as the file has it
 * @param cause of the longest gap; empty if it is not known
 */
record LatencyLoad(double load, Map<String, Double> nanos, String cause) {
  /** Copies the map. */
  LatencyLoad {
    nanos = Map.copyOf(nanos);
  }

  boolean has(String percentile) {
    return nanos.containsKey(percentile);
  }

  /** A time of which {@link #has} is true. */
  double nanos(String percentile) {
    return nanos.get(percentile);
  }
}
