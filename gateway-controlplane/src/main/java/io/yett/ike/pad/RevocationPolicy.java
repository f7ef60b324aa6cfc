package io.yett.ike.pad;

import java.util.List;

/**
 * Whether a peer's certificate may have been revoked.
 *
 * @param crls files with certificate revocation lists (RFC 5280 §5)
 */
public record RevocationPolicy(Mode mode, List<String> crls) {
  /** Nothing is looked at. */
  public static final RevocationPolicy OFF = new RevocationPolicy(Mode.OFF, List.of());

  /** What follows of what cannot be found out. */
  public enum Mode {
    /** Revocation is not looked at. */
    OFF,
    /** A certificate whose status cannot be found out is accepted (soft-fail). */
    SOFT,
    /** It is refused (hard-fail). */
    HARD
  }

  /** Copies the list. */
  public RevocationPolicy {
    crls = List.copyOf(crls);
  }
}
