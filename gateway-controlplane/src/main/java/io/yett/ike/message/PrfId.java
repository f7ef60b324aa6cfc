package io.yett.ike.message;

import java.util.Optional;

/** Pseudorandom functions (IANA "IKEv2 Transform Type 2"). */
public enum PrfId {
  HMAC_MD5(1),
  HMAC_SHA1(2),
  HMAC_TIGER(3),
  AES128_XCBC(4),
  HMAC_SHA2_256(5),
  HMAC_SHA2_384(6),
  HMAC_SHA2_512(7),
  AES128_CMAC(8);

  private final int number;

  PrfId(int number) {
    this.number = number;
  }

  /** The IANA number. */
  public int number() {
    return number;
  }

  /** Finds a constant by its IANA number; empty if the number is unknown here. */
  public static Optional<PrfId> of(int number) {
    for (PrfId value : values()) {
      if (value.number == number) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }
}
