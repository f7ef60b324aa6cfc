package io.yett.dataplane.sachannel;

import io.yett.dataplane.counters.DropReason;
import java.util.Optional;

/**
 * Names of {@link CounterSample}s that the control plane looks for; a data plane may send more. A
 * fact that is text stands in the label, and its value is 1.
 */
public final class CounterNames {
  /** Seconds since the data plane was ready; no label. */
  public static final String UPTIME_SECONDS = "uptime_seconds";

  /** The data plane's process id; no label. */
  public static final String PID = "pid";

  /** Text: the version of Yett. */
  public static final String VERSION = "version";

  /** Text: the version of DPDK, e.g. {@code 22.11.8}. */
  public static final String DPDK_VERSION = "dpdk_version";

  /** Text: the shape of the lanes, e.g. {@code fused}. */
  public static final String LANE_SHAPE = "lane_shape";

  /** How many lanes there are; no label. */
  public static final String LANES = "lanes";

  /** Packets taken from ports; the label of this and the next is the lane's number, from 0. */
  public static final String LANE_RECEIVED = "lane_received";

  /** Packets of our own. */
  public static final String LANE_INJECTED = "lane_injected";

  /** Packets that other lanes handed over, for this one to judge. */
  public static final String LANE_TAKEN_OVER = "lane_taken_over";

  /** Packets that ports took. */
  public static final String LANE_TRANSMITTED = "lane_transmitted";

  /** Packets handed to the control thread. */
  public static final String LANE_PUNTED = "lane_punted";

  /** Packets that went on as others: cut into fragments, or put together from them. */
  public static final String LANE_RESHAPED = "lane_reshaped";

  /** Fragments that wait for others now. */
  public static final String LANE_WAITING = "lane_waiting";

  /** Packets handed to other lanes, which judge them. */
  public static final String LANE_HANDED_OVER = "lane_handed_over";

  /** Packets dropped for any reason. */
  public static final String LANE_DROPPED = "lane_dropped";

  /** Text: the crypto device that the lanes use. */
  public static final String CRYPTO_DEVICE = "crypto_device";

  /** Packets dropped; the label is the reason's own, {@code DropReason.label()}. */
  public static final String DROPS = "drops";

  /** Packets received; the label is the port's name. */
  public static final String PORT_RX_PACKETS = "port_rx_packets";

  /** Packets sent; the label is the port's name. */
  public static final String PORT_TX_PACKETS = "port_tx_packets";

  /** Octets received; the label is the port's name. */
  public static final String PORT_RX_BYTES = "port_rx_bytes";

  /** Octets sent; the label is the port's name. */
  public static final String PORT_TX_BYTES = "port_tx_bytes";

  private CounterNames() {}

  /**
   * What a label of {@link #DROPS} means, as one sentence; empty if a newer data plane has a reason
   * that this process lacks.
   */
  public static Optional<String> dropMeaning(String label) {
    for (DropReason known : DropReason.values()) {
      if (known.label().equals(label)) {
        return Optional.of(known.sentence());
      }
    }
    return Optional.empty();
  }
}
