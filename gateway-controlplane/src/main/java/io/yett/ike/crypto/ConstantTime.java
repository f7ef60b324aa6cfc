package io.yett.ike.crypto;

import java.security.MessageDigest;

/** Comparison of tags and digests in a time that does not depend on their contents. */
public final class ConstantTime {
  private ConstantTime() {}

  /** Whether both are the same octets. The lengths are no secret. */
  public static boolean equals(byte[] expected, byte[] found) {
    return MessageDigest.isEqual(expected, found);
  }
}
