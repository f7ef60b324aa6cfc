package io.yett.perf.traffic;

/**
 * A flow of UDP packets. Addresses in host order.
 *
 * @param tunnel that it takes, counted from 0
 */
record Flow(int tunnel, int source, int destination, int sourcePort, int destinationPort) {
  /** The answers to it. */
  Flow reverse() {
    return new Flow(tunnel, destination, source, destinationPort, sourcePort);
  }
}
