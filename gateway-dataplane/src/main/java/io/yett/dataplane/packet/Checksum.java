package io.yett.dataplane.packet;

import io.yett.dpdk.Memory;

/**
 * The Internet checksum (RFC 1071). Sums are over 16-bit words in memory order, as RFC 1071 section
 * 2(B) allows: no octet is swapped on the way.
 */
public final class Checksum {
  private Checksum() {}

  /** Folds a sum to 16 bits. */
  public static int fold(long sum) {
    long folded = (sum & 0xFFFF_FFFFL) + (sum >>> 32);
    folded = (folded & 0xFFFF) + (folded >>> 16);
    folded = (folded & 0xFFFF) + (folded >>> 16);
    return (int) ((folded & 0xFFFF) + (folded >>> 16));
  }

  /**
   * True if a sum that is below 2^50 and not 0 folds to all ones: one fold less than {@link #fold},
   * since only that one value is asked for.
   */
  public static boolean foldsToAllOnes(long sum) {
    long folded = (sum & 0xFFFF_FFFFL) + (sum >>> 32); // below 2^33
    int half = (int) (folded & 0xFFFF) + (int) (folded >>> 16); // below 2^18
    return (half & 0xFFFF) + (half >>> 16) == 0xFFFF;
  }

  /** The checksum over a few words whose sum is below 2^20: folded and complemented. */
  public static int ofShortSum(int sum) {
    int folded = (sum & 0xFFFF) + (sum >>> 16); // below 2^16 + 2^4
    return ~(folded + (folded >>> 16)) & 0xFFFF;
  }

  /** The unfolded sum of a number of octets that is a multiple of 4. */
  public static long sum(long address, int length) {
    long sum = 0;
    for (int i = 0; i < length; i += Integer.BYTES) {
      sum += Memory.getInt(address + i) & 0xFFFF_FFFFL;
    }
    return sum;
  }

  /** True if an IPv4 header sums up to all ones. */
  public static boolean isHeaderValid(long ip, int headerLength) {
    if (headerLength == Ipv4.HEADER) {
      long a = Memory.getLong(ip);
      long b = Memory.getLong(ip + 8);
      long sum =
          (a & 0xFFFF_FFFFL)
              + (a >>> 32)
              + (b & 0xFFFF_FFFFL)
              + (b >>> 32)
              + (Memory.getInt(ip + 16) & 0xFFFF_FFFFL);
      return foldsToAllOnes(sum);
    }
    return fold(sum(ip, headerLength)) == 0xFFFF;
  }

  /** Replaces one 16-bit word under a checksum (RFC 1624 equation 3). */
  public static void update(long checksumAddress, int before, int after) {
    int checksum = Memory.getShort(checksumAddress) & 0xFFFF;
    int sum = (~checksum & 0xFFFF) + (~before & 0xFFFF) + after;
    Memory.putShort(checksumAddress, (short) ~fold(sum));
  }
}
