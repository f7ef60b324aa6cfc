package io.yett.ike.message;

import java.util.Optional;

/** Sequence numbers of ESP and AH (IANA "IKEv2 Transform Type 5"). */
public enum SequenceNumbersId {
  /** 32-bit sequence numbers. */
  NO_ESN(0),
  /** 64-bit extended sequence numbers (RFC 4303 §2.2.1). */
  ESN(1);

  private final int number;

  SequenceNumbersId(int number) {
    this.number = number;
  }

  /** The IANA number. */
  public int number() {
    return number;
  }

  /** Finds a constant by its IANA number; empty if the number is unknown here. */
  public static Optional<SequenceNumbersId> of(int number) {
    for (SequenceNumbersId value : values()) {
      if (value.number == number) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }
}
