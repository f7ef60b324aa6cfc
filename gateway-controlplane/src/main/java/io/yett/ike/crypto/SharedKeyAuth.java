package io.yett.ike.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** AUTH with a shared key (RFC 7296 §2.15). */
final class SharedKeyAuth {
  private static final byte[] KEY_PAD = "Key Pad for IKEv2".getBytes(StandardCharsets.US_ASCII);

  private SharedKeyAuth() {}

  static byte[] compute(
      Prf prf,
      byte[] preSharedKey,
      byte[] firstMessage,
      byte[] peerNonce,
      byte[] skP,
      byte[] idBody,
      byte[] intermediateAuth) {
    if (preSharedKey.length == 0) {
      throw new IllegalArgumentException("the pre-shared key is empty");
    }
    byte[] padded = prf.compute(preSharedKey, KEY_PAD);
    try {
      return prf.compute(
          padded, firstMessage, peerNonce, prf.compute(skP, idBody), intermediateAuth);
    } finally {
      Arrays.fill(padded, (byte) 0);
    }
  }
}
