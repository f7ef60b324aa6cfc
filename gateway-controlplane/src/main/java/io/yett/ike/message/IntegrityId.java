package io.yett.ike.message;

import java.util.Optional;

/** Integrity algorithms (IANA "IKEv2 Transform Type 3"). */
public enum IntegrityId {
  NONE(0),
  HMAC_MD5_96(1),
  HMAC_SHA1_96(2),
  DES_MAC(3),
  KPDK_MD5(4),
  AES_XCBC_96(5),
  HMAC_MD5_128(6),
  HMAC_SHA1_160(7),
  AES_CMAC_96(8),
  AES_128_GMAC(9),
  AES_192_GMAC(10),
  AES_256_GMAC(11),
  HMAC_SHA2_256_128(12),
  HMAC_SHA2_384_192(13),
  HMAC_SHA2_512_256(14);

  private final int number;

  IntegrityId(int number) {
    this.number = number;
  }

  /** The IANA number. */
  public int number() {
    return number;
  }

  /** Finds a constant by its IANA number; empty if the number is unknown here. */
  public static Optional<IntegrityId> of(int number) {
    for (IntegrityId value : values()) {
      if (value.number == number) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }
}
