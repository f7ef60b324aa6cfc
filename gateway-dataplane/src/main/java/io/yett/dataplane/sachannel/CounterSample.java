package io.yett.dataplane.sachannel;

/**
 * One counter of the data plane at one moment, for people ({@code yett status}).
 *
 * @param name what is counted, e.g. {@code drops}, {@code port_rx_packets}, {@code lane_bursts}; at
 *     most 64 characters
 * @param label which one of them, e.g. a drop reason or a port's name; may be empty; at most 128
 *     characters
 */
public record CounterSample(String name, String label, long value) {

  /** Rejects names and labels that are too long. */
  public CounterSample {
    if (name.isEmpty() || name.length() > 64 || label.length() > 128) {
      throw new IllegalArgumentException("bad counter name or label: " + name + " " + label);
    }
  }
}
