package io.yett.dataplane.spd;

/**
 * The five axes that IPv4 policies divide. A value on an axis is a number from 0. A port is one
 * more than on the wire: 0 stands for a packet without ports, which only a selector of all ports,
 * or of none (OPAQUE), takes in.
 *
 * <p>A packet's values stand in two words, and a left shift brings any of them to the top of its
 * word, so that a node of the tree compares any of them without a branch.
 */
enum Axis {
  LOCAL(0, 0, 0, 32, 1L << 32),
  REMOTE(1, 0, 32, 32, 1L << 32),
  PROTOCOL(2, 1, 34, 8, 1L << 8),
  LOCAL_PORT(3, 1, 0, 17, (1L << 16) + 1),
  REMOTE_PORT(4, 1, 17, 17, (1L << 16) + 1);

  /** Without ports, on a port axis. */
  static final int NO_PORTS = 0;

  private static final Axis[] ALL = values();

  /** Number of the axis, in the order above. */
  final int index;

  /** The word that the value stands in: 0 addresses, 1 the rest. */
  final int word;

  /** Left shift that brings the value's first bit to bit 63. */
  final int shift;

  /** Bits that follow the value in the upper half of the shifted word. */
  final int slack;

  /** The first number past the axis. */
  final long end;

  Axis(int index, int word, int shift, int bits, long end) {
    this.index = index;
    this.word = word;
    this.shift = shift;
    this.slack = Integer.SIZE - bits;
    this.end = end;
  }

  static int count() {
    return ALL.length;
  }

  static Axis of(int index) {
    return ALL[index];
  }

  /** A packet's first word; host order. */
  static long addresses(int local, int remote) {
    return ((long) local << 32) | (remote & 0xFFFF_FFFFL);
  }

  /** A packet's second word; ports as in {@link Selectors#match}. */
  static long rest(int protocol, int localPort, int remotePort) {
    return ((localPort + 1L) << 47) | ((remotePort + 1L) << 30) | ((long) protocol << 22);
  }
}
