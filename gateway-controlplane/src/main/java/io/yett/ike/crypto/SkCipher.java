package io.yett.ike.crypto;

import io.yett.ike.message.SkOpener;
import io.yett.ike.message.SkSealer;
import java.security.SecureRandom;

/**
 * Protects the SK and SKF payloads of one IKE SA (RFC 7296 §3.14, RFC 5282): seals with our keys,
 * opens with the peer's. One owner; not thread-safe.
 */
public final class SkCipher implements SkSealer, SkOpener {
  private final SkTransform ours;
  private final SkTransform theirs;
  private final SkKeys sealKeys;
  private final SkKeys openKeys;
  private boolean destroyed;

  SkCipher(SkKeys sealKeys, SkKeys openKeys, SecureRandom random) {
    this.sealKeys = sealKeys;
    this.openKeys = openKeys;
    this.ours = SkTransform.of(sealKeys, random);
    this.theirs = SkTransform.of(openKeys, random);
  }

  @Override
  public int sealedLength(int plaintextLength) {
    return ours.sealedLength(plaintextLength);
  }

  /**
   * {@inheritDoc} Every call uses a new IV.
   *
   * @throws IllegalStateException after the keys were destroyed
   */
  @Override
  public void seal(byte[] message, int bodyOffset, byte[] plaintext) {
    if (destroyed) {
      throw new IllegalStateException("the keys of the IKE SA are destroyed");
    }
    ours.seal(message, bodyOffset, plaintext);
  }

  /** {@inheritDoc} Nothing opens after the keys were destroyed. */
  @Override
  public OpenResult open(byte[] message, int bodyOffset, int bodyLength) {
    return destroyed ? new OpenResult.Forged() : theirs.open(message, bodyOffset, bodyLength);
  }

  /** For checkpoints and tests. */
  SkKeys sealKeys() {
    return sealKeys;
  }

  /** For checkpoints and tests. */
  SkKeys openKeys() {
    return openKeys;
  }

  /** Goes on with keys that another process sealed with, at IVs that it cannot have used. */
  void resume(SecureRandom random) {
    ours.resume(random);
  }

  void destroy() {
    destroyed = true;
    sealKeys.destroy();
    openKeys.destroy();
  }

  @Override
  public String toString() {
    return "SkCipher[" + sealKeys.suite() + "]";
  }
}
