package io.yett.ike.message;

import java.util.Optional;

/** Traffic selector types (IANA; RFC 7296 §3.13.1). */
public enum TsType {
  IPV4_ADDR_RANGE(7),
  IPV6_ADDR_RANGE(8),
  /** RFC 4595. */
  FC_ADDR_RANGE(9);

  private final int number;

  TsType(int number) {
    this.number = number;
  }

  /** The IANA number. */
  public int number() {
    return number;
  }

  /** Finds a constant by its IANA number; empty if the number is unknown here. */
  public static Optional<TsType> of(int number) {
    for (TsType value : values()) {
      if (value.number == number) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }
}
