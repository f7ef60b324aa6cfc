package io.yett.ike.message;

import java.util.Optional;

/** Authentication methods (IANA; RFC 7296 §3.8). */
public enum AuthMethod {
  RSA_SIGNATURE(1),
  SHARED_KEY_MIC(2),
  DSS_SIGNATURE(3),
  ECDSA_SHA256_P256(9),
  ECDSA_SHA384_P384(10),
  ECDSA_SHA512_P521(11),
  GENERIC_SECURE_PASSWORD(12),
  /** RFC 7619. */
  NULL(13),
  /** RFC 7427. */
  DIGITAL_SIGNATURE(14);

  private final int number;

  AuthMethod(int number) {
    this.number = number;
  }

  /** The IANA number. */
  public int number() {
    return number;
  }

  /** Finds a constant by its IANA number; empty if the number is unknown here. */
  public static Optional<AuthMethod> of(int number) {
    for (AuthMethod value : values()) {
      if (value.number == number) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }
}
