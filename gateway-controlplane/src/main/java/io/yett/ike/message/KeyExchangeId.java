package io.yett.ike.message;

import java.util.Optional;

/** Key exchange methods (IANA "IKEv2 Transform Type 4"). */
public enum KeyExchangeId {
  NONE(0),
  MODP_768(1),
  MODP_1024(2),
  MODP_1536(5),
  MODP_2048(14),
  MODP_3072(15),
  MODP_4096(16),
  MODP_6144(17),
  MODP_8192(18),
  ECP_256(19),
  ECP_384(20),
  ECP_521(21),
  /** RFC 5114. */
  MODP_1024_160(22),
  /** RFC 5114. */
  MODP_2048_224(23),
  /** RFC 5114. */
  MODP_2048_256(24),
  ECP_192(25),
  ECP_224(26),
  BRAINPOOL_P224R1(27),
  BRAINPOOL_P256R1(28),
  BRAINPOOL_P384R1(29),
  BRAINPOOL_P512R1(30),
  /** X25519 (RFC 8031). */
  CURVE25519(31),
  /** X448 (RFC 8031). */
  CURVE448(32),
  GOST3410_2012_256(33),
  GOST3410_2012_512(34),
  ML_KEM_512(35),
  ML_KEM_768(36),
  ML_KEM_1024(37);

  private final int number;

  KeyExchangeId(int number) {
    this.number = number;
  }

  /** The IANA number. */
  public int number() {
    return number;
  }

  /** Finds a constant by its IANA number; empty if the number is unknown here. */
  public static Optional<KeyExchangeId> of(int number) {
    for (KeyExchangeId value : values()) {
      if (value.number == number) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }
}
