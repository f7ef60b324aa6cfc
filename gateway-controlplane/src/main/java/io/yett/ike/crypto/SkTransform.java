package io.yett.ike.crypto;

import io.yett.ike.message.SkOpener.OpenResult;
import java.security.SecureRandom;
import java.util.Arrays;

/** How one direction's SK payloads are sealed and opened. */
abstract sealed class SkTransform permits SkAead, SkCbc {

  static SkTransform of(SkKeys keys, SecureRandom random) {
    return switch (keys.suite().encryption()) {
      case AES_GCM_16, CHACHA20_POLY1305 -> new SkAead(keys);
      case AES_CBC -> new SkCbc(keys, random);
      default -> throw new IllegalArgumentException(keys.suite() + " is for ESP alone");
    };
  }

  /** Goes on with keys that another process sealed with; random IVs need nothing for it. */
  void resume(SecureRandom random) {}

  abstract int sealedLength(int plaintextLength);

  abstract void seal(byte[] message, int bodyOffset, byte[] plaintext);

  abstract OpenResult open(byte[] message, int bodyOffset, int bodyLength);

  /** Plaintext, padding of zeros, and its length in the last octet (RFC 7296 §3.14). */
  static byte[] pad(byte[] plaintext, int paddedLength) {
    byte[] padded = Arrays.copyOf(plaintext, paddedLength);
    padded[paddedLength - 1] = (byte) (paddedLength - 1 - plaintext.length);
    return padded;
  }

  /** Takes the padding off; called once the ICV is known to be right. */
  static OpenResult unpad(byte[] padded) {
    if (padded.length == 0) {
      return new OpenResult.BadPadding();
    }
    int length = padded.length - 1 - (padded[padded.length - 1] & 0xff);
    if (length < 0) {
      return new OpenResult.BadPadding();
    }
    return new OpenResult.Opened(Arrays.copyOf(padded, length));
  }
}
