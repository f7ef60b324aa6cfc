package io.yett.ike.crypto;

/** What makes encryption, key length and integrity a whole (RFC 7296 §3.3.3, §3.3.5, RFC 5282). */
final class SuiteRules {
  private SuiteRules() {}

  static boolean holds(Encryption encryption, int keyBits, Integrity integrity) {
    return encryption != null
        && encryption.allowsKeyBits(keyBits)
        && encryption.aead() == (integrity == null);
  }

  static void check(Encryption encryption, int keyBits, Integrity integrity) {
    if (!holds(encryption, keyBits, integrity)) {
      throw new IllegalArgumentException(
          encryption + " with " + keyBits + " bits and " + integrity + " is no valid suite");
    }
  }
}
