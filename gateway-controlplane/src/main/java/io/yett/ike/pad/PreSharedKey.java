package io.yett.ike.pad;

import java.util.Arrays;

/** A pre-shared key (RFC 7296 §2.15). Not thread-safe. */
public final class PreSharedKey {
  private final byte[] key;

  /** Copies the key; 1..1024 octets. The caller wipes its own. */
  public PreSharedKey(byte[] key) {
    if (key.length < 1 || key.length > 1024) {
      throw new IllegalArgumentException("a pre-shared key has 1 to 1024 octets");
    }
    this.key = key.clone();
  }

  /** The key itself, not a copy; not to be kept or modified. */
  public byte[] octets() {
    return key;
  }

  /** Overwrites the key with zeros. */
  public void wipe() {
    Arrays.fill(key, (byte) 0);
  }

  @Override
  public String toString() {
    return "PreSharedKey[hidden]";
  }
}
