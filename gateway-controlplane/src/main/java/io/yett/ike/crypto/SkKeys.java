package io.yett.ike.crypto;

import java.util.Arrays;

/** SK_e and SK_a of one direction. Takes the arrays over; {@link #destroy()} wipes them. */
final class SkKeys {
  private final IkeSuite suite;
  private final byte[] encryption;
  private final byte[] integrity;

  SkKeys(IkeSuite suite, byte[] encryption, byte[] integrity) {
    this.suite = suite;
    this.encryption = encryption;
    this.integrity = integrity;
  }

  IkeSuite suite() {
    return suite;
  }

  /** SK_e: key, then salt. */
  byte[] encryption() {
    return encryption;
  }

  /** SK_a; empty with AEAD. */
  byte[] integrity() {
    return integrity;
  }

  void destroy() {
    Arrays.fill(encryption, (byte) 0);
    Arrays.fill(integrity, (byte) 0);
  }
}
