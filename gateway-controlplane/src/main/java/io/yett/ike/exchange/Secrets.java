package io.yett.ike.exchange;

import java.util.Arrays;

/** Shared secrets one after the other. */
final class Secrets {
  private Secrets() {}

  /** Both in a new array; wipes the two. */
  static byte[] append(byte[] secrets, byte[] secret) {
    byte[] both = Arrays.copyOf(secrets, secrets.length + secret.length);
    System.arraycopy(secret, 0, both, secrets.length, secret.length);
    Arrays.fill(secrets, (byte) 0);
    Arrays.fill(secret, (byte) 0);
    return both;
  }
}
