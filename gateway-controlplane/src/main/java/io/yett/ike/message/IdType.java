package io.yett.ike.message;

import java.util.Optional;

/** Identification types (IANA; RFC 7296 §3.5). */
public enum IdType {
  IPV4_ADDR(1),
  FQDN(2),
  RFC822_ADDR(3),
  IPV6_ADDR(5),
  DER_ASN1_DN(9),
  DER_ASN1_GN(10),
  KEY_ID(11),
  FC_NAME(12),
  /** RFC 7619. */
  NULL(13);

  private final int number;

  IdType(int number) {
    this.number = number;
  }

  /** The IANA number. */
  public int number() {
    return number;
  }

  /** Finds a constant by its IANA number; empty if the number is unknown here. */
  public static Optional<IdType> of(int number) {
    for (IdType value : values()) {
      if (value.number == number) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }
}
