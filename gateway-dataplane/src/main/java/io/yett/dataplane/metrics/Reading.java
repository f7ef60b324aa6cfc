package io.yett.dataplane.metrics;

import java.util.function.LongSupplier;

/**
 * One number that can be read at any time, by any thread.
 *
 * @param name in words joined by dots, such as {@code port.received.packets}; Prometheus sees
 *     {@code yett_dataplane_port_received_packets_total}
 * @param help one sentence
 * @param labelName empty for none
 */
public record Reading(
    String name, String help, Kind kind, String labelName, String labelValue, LongSupplier value) {

  /** How it behaves. */
  public enum Kind {
    /** Only grows. */
    COUNTER,
    /** Goes up and down. */
    GAUGE
  }

  static Reading counter(String name, String help, LongSupplier value) {
    return new Reading(name, help, Kind.COUNTER, "", "", value);
  }

  static Reading gauge(String name, String help, LongSupplier value) {
    return new Reading(name, help, Kind.GAUGE, "", "", value);
  }

  Reading labeled(String label, String labelValue) {
    return new Reading(name, help, kind, label, labelValue, value);
  }
}
