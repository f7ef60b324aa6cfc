package io.yett.ike.crypto;

import java.util.Arrays;

/**
 * What the keys of a Child SA are made of, until additional key exchanges are done (RFC 9370
 * §2.2.4). Holds a secret: the owner calls {@link #derive} or {@link #destroy}. One owner; not
 * thread-safe.
 */
public final class ChildSecrets {
  private final ChildSuite suite;
  private final byte[] secret;
  private final byte[] nonceI;
  private final byte[] nonceR;

  /** Takes over the secret of the first key exchange; null without one. */
  public ChildSecrets(ChildSuite suite, byte[] secret, byte[] nonceI, byte[] nonceR) {
    this.suite = suite;
    this.secret = secret;
    this.nonceI = nonceI;
    this.nonceR = nonceR;
  }

  /**
   * The keys; wipes the secret.
   *
   * @param keys of the IKE SA
   * @param additional secrets one after the other; the caller wipes them
   */
  public ChildKeys derive(IkeKeys keys, byte[] additional) {
    try {
      return keys.deriveChild(suite, secret, nonceI, nonceR, additional);
    } finally {
      destroy();
    }
  }

  /** Wipes the secret. Idempotent. */
  public void destroy() {
    if (secret != null) {
      Arrays.fill(secret, (byte) 0);
    }
  }
}
