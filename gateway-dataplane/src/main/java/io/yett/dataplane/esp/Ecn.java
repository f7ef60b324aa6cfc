package io.yett.dataplane.esp;

import io.yett.dataplane.packet.Ipv4;

/** Congestion marks at the end of a tunnel (RFC 6040 section 4.2, figure 4). */
final class Ecn {
  /** The packet must fall: the tunnel says congestion, and its sender would not understand. */
  static final int DROP = -1;

  /** By inner, then outer ECN bits. */
  private static final int[] OUTGOING = {
    0, 0, 0, DROP, // inner Not-ECT
    1, 1, 1, 3, // inner ECT(1)
    2, 1, 2, 3, // inner ECT(0)
    3, 3, 3, 3, // inner CE
  };

  private Ecn() {}

  /** The ECN bits to forward, or {@link #DROP}. */
  static int decapsulate(int innerTos, int outerTos) {
    return OUTGOING[((innerTos & Ipv4.ECN_MASK) << 2) | (outerTos & Ipv4.ECN_MASK)];
  }
}
