package io.yett.ike.message;

import java.util.Optional;

/** IKEv2 exchange types (IANA; RFC 7296 §3.1). */
public enum ExchangeType {
  IKE_SA_INIT(34),
  IKE_AUTH(35),
  CREATE_CHILD_SA(36),
  INFORMATIONAL(37),
  /** RFC 5723. */
  IKE_SESSION_RESUME(38),
  /** RFC 9838. */
  GSA_AUTH(39),
  /** RFC 9838. */
  GSA_REGISTRATION(40),
  /** RFC 9838. */
  GSA_REKEY(41),
  /** RFC 9242. */
  IKE_INTERMEDIATE(43),
  /** RFC 9370. */
  IKE_FOLLOWUP_KE(44);

  private final int number;

  ExchangeType(int number) {
    this.number = number;
  }

  /** The IANA number. */
  public int number() {
    return number;
  }

  /** Finds a constant by its IANA number; empty if the number is unknown here. */
  public static Optional<ExchangeType> of(int number) {
    for (ExchangeType value : values()) {
      if (value.number == number) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }
}
