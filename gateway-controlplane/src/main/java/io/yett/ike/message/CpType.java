package io.yett.ike.message;

import java.util.Optional;

/** Configuration payload types (IANA; RFC 7296 §3.15). */
public enum CpType {
  REQUEST(1),
  REPLY(2),
  SET(3),
  ACK(4);

  private final int number;

  CpType(int number) {
    this.number = number;
  }

  /** The IANA number. */
  public int number() {
    return number;
  }

  /** Finds a constant by its IANA number; empty if the number is unknown here. */
  public static Optional<CpType> of(int number) {
    for (CpType value : values()) {
      if (value.number == number) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }
}
