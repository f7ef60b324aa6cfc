package io.yett.ike.message;

import java.util.Optional;

/** Transform types of a proposal (IANA; RFC 7296 §3.3.2). */
public enum TransformType {
  /** Encryption algorithm. */
  ENCR(1),
  /** Pseudorandom function. */
  PRF(2),
  /** Integrity algorithm. */
  INTEG(3),
  /** Key exchange method; Diffie-Hellman group in RFC 7296. */
  KE(4),
  /** Sequence numbers; extended sequence numbers in RFC 7296. */
  SN(5),
  /** Additional key exchange 1 (RFC 9370). */
  ADDKE1(6),
  ADDKE2(7),
  ADDKE3(8),
  ADDKE4(9),
  ADDKE5(10),
  ADDKE6(11),
  ADDKE7(12);

  private final int number;

  TransformType(int number) {
    this.number = number;
  }

  /** The IANA number. */
  public int number() {
    return number;
  }

  /** Whether it is the first or an additional key exchange. */
  public boolean isKeyExchange() {
    return this == KE || number >= ADDKE1.number;
  }

  /** Finds a constant by its IANA number; empty if the number is unknown here. */
  public static Optional<TransformType> of(int number) {
    for (TransformType value : values()) {
      if (value.number == number) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }
}
