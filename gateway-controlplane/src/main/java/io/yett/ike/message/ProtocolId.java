package io.yett.ike.message;

import java.util.Optional;

/** Security protocol identifiers (IANA; RFC 7296 §3.3.1). */
public enum ProtocolId {
  /** No SA is meant (Notify). */
  NONE(0),
  IKE(1),
  AH(2),
  ESP(3);

  private final int number;

  ProtocolId(int number) {
    this.number = number;
  }

  /** The IANA number. */
  public int number() {
    return number;
  }

  /** Finds a constant by its IANA number; empty if the number is unknown here. */
  public static Optional<ProtocolId> of(int number) {
    for (ProtocolId value : values()) {
      if (value.number == number) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }

  /** Octets of this protocol's SPI: 8 for IKE, 4 for AH and ESP, 0 for none. */
  public int spiLength() {
    return switch (this) {
      case NONE -> 0;
      case IKE -> 8;
      case AH, ESP -> 4;
    };
  }
}
