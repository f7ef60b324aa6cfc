package io.yett.dataplane.classify;

import io.yett.dataplane.packet.Ipv4;
import io.yett.dpdk.Memory;

/**
 * In which lane the fragments of a packet meet. A port may spread them over its queues, for the
 * first shows ports and the others do not; so the lane follows from what all of them show (RFC 791
 * section 3.2). It does not follow from the identification, so that packets of one peer, whole
 * again, keep their order.
 */
final class FragmentMeeting {
  /** Odd, and its bits are spread evenly: 2^64 over the golden ratio. */
  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

  private FragmentMeeting() {}

  /**
   * Number of the lane, 0 to before {@code lanes}, for the fragment whose header is at an address.
   */
  static int lane(long ip, int protocol, int lanes) {
    long hash = (Memory.getLong(ip + Ipv4.SOURCE) ^ protocol) * SPREAD;
    return (int) (((hash >>> 32) * lanes) >>> 32);
  }
}
