package io.yett.ike.crypto;

import java.util.Arrays;

/**
 * The keys of one Child SA pair (RFC 7296 §2.17). Holds secrets: the owner calls {@link #destroy()}
 * once they are installed. One owner; not thread-safe.
 */
public final class ChildKeys {
  private final ChildSuite suite;
  private final byte[] material;

  /** Takes over KEYMAT: encryption and integrity i to r, then r to i. */
  ChildKeys(ChildSuite suite, byte[] material) {
    this.suite = suite;
    this.material = material;
  }

  public ChildSuite suite() {
    return suite;
  }

  /**
   * Encryption key and, after it, the salt of one direction; a new array that the caller wipes.
   *
   * @param fromInitiator whether packets from the initiator of the creating exchange are meant
   */
  public byte[] encryptionKey(boolean fromInitiator) {
    int start = start(fromInitiator);
    return Arrays.copyOfRange(material, start, start + suite.encryptionKeyLength());
  }

  /** Integrity key of one direction; empty with AEAD. A new array that the caller wipes. */
  public byte[] integrityKey(boolean fromInitiator) {
    int start = start(fromInitiator) + suite.encryptionKeyLength();
    return Arrays.copyOfRange(material, start, start + suite.integrityKeyLength());
  }

  /**
   * All of one direction in the order in which both planes keep it: encryption key, salt, integrity
   * key. A new array that the caller wipes.
   */
  public byte[] direction(boolean fromInitiator) {
    int start = start(fromInitiator);
    return Arrays.copyOfRange(material, start, start + material.length / 2);
  }

  private int start(boolean fromInitiator) {
    return fromInitiator ? 0 : material.length / 2;
  }

  /** Wipes the keys. Idempotent. */
  public void destroy() {
    Arrays.fill(material, (byte) 0);
  }

  @Override
  public String toString() {
    return "ChildKeys[" + suite + "]";
  }
}
