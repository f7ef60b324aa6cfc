package io.yett.dataplane.config;

import java.util.Arrays;

/** Secret octets that can be wiped and are never printed. Not thread-safe. */
public final class Secret implements AutoCloseable {
  private final byte[] octets;

  private Secret(byte[] octets) {
    this.octets = octets;
  }

  /** Takes over the array: the caller keeps no reference. */
  public static Secret owning(byte[] octets) {
    return new Secret(octets);
  }

  /** The octets themselves, not a copy; all zero once wiped. */
  public byte[] octets() {
    return octets;
  }

  public int length() {
    return octets.length;
  }

  /** A secret of its own, with its own life. */
  public Secret copy() {
    return new Secret(octets.clone());
  }

  /** Overwrites the octets with zeros. Idempotent. */
  public void wipe() {
    Arrays.fill(octets, (byte) 0);
  }

  @Override
  public void close() {
    wipe();
  }

  @Override
  public String toString() {
    return "Secret[" + octets.length + " octets]";
  }
}
