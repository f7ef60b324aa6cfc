package io.yett.dataplane.esp;

import io.yett.dataplane.packet.Ipv6;
import io.yett.dpdk.Memory;

/** DSCP and ECN of an outer header of either family. */
final class OuterMark {
  private static final int VERSION_MASK = 0xF0;
  private static final int VERSION_6 = 0x60;

  private OuterMark() {}

  /** TOS or traffic class. */
  static int of(long outer) {
    int word = Memory.getUnsignedShort(outer);
    return (word & VERSION_MASK) == VERSION_6 ? Ipv6.trafficClass(outer) : word >>> Byte.SIZE;
  }
}
