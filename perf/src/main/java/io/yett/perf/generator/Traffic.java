package io.yett.perf.generator;

/**
 * What is sent: UDP over IPv4 in flows that differ in source address and source port.
 *
 * @param mix frame sizes
 * @param flows 1..65536, in turn
 * @param sourceMac low 48 bits: 02:00:00:00:00:01 is 0x020000000001
 * @param destinationMac the receiving port's
 * @param source IPv4 address of the first flow, host byte order; up to {@value #HOSTS} follow it
 * @param destination IPv4 address of all flows, host byte order
 */
public record Traffic(
    FrameMix mix, int flows, long sourceMac, long destinationMac, int source, int destination) {
  /** Source addresses in a row. */
  static final int HOSTS = 200;

  /** UDP port of the first flow. */
  static final int FIRST_PORT = 1024;

  /** Rejects numbers of flows that ports cannot tell apart. */
  public Traffic {
    if (flows < 1 || flows > 65_536) {
      throw new IllegalArgumentException(flows + " flows; remedy: use 1..65536");
    }
  }
}
