package io.yett.perf.generator;

import io.yett.dpdk.Port;

/** One user's queues of a port. A ring port with two queues is a wire with two ends. */
public record Wire(Port port, int receiveQueue, int transmitQueue) {
  /** The port's first queues. */
  public static Wire of(Port port) {
    return new Wire(port, 0, 0);
  }
}
