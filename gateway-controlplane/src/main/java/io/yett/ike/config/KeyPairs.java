package io.yett.ike.config;

import io.yett.ike.crypto.SignatureAuth;
import io.yett.ike.crypto.SignatureHash;
import io.yett.ike.crypto.SignatureScheme;
import io.yett.ike.error.AuthenticationFailedException;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.Set;

/** Whether a private and a public key belong together, found out by a signature. */
final class KeyPairs {
  private static final byte[] SAMPLE = "Yett".getBytes(StandardCharsets.US_ASCII);

  private KeyPairs() {}

  static boolean match(PrivateKey key, PublicKey publicKey) {
    try {
      SignatureScheme scheme = SignatureAuth.choose(key, SignatureScheme.DEFAULT, everyHash());
      SignatureAuth.verify(
          SignatureAuth.sign(scheme, key, SAMPLE, true, new SecureRandom()),
          publicKey,
          SAMPLE,
          SignatureScheme.DEFAULT);
      return true;
    } catch (AuthenticationFailedException e) {
      return false;
    }
  }

  private static Set<SignatureHash> everyHash() {
    return EnumSet.allOf(SignatureHash.class);
  }
}
