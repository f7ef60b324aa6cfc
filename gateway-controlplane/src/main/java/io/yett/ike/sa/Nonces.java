package io.yett.ike.sa;

import java.util.Arrays;

/** The order of nonces that decides rekey collisions (RFC 7296 §2.8.1). */
public final class Nonces {
  private Nonces() {}

  /** Octet by octet, unsigned; a nonce that is a prefix of the other is the lower. */
  public static int compare(byte[] a, byte[] b) {
    return Arrays.compareUnsigned(a, b);
  }

  /** The lower of two. */
  public static byte[] lower(byte[] a, byte[] b) {
    return compare(a, b) <= 0 ? a : b;
  }
}
