package io.yett.ike.message;

import java.util.Optional;

/** IKEv2 payload types that this implementation understands (IANA; RFC 7296 §3.2). */
public enum PayloadType {
  /** Ends the chain; no payload. */
  NONE(0),
  SA(33),
  KE(34),
  ID_INITIATOR(35),
  ID_RESPONDER(36),
  CERT(37),
  CERTREQ(38),
  AUTH(39),
  NONCE(40),
  NOTIFY(41),
  DELETE(42),
  VENDOR_ID(43),
  TS_INITIATOR(44),
  TS_RESPONDER(45),
  SK(46),
  CP(47),
  EAP(48),
  /** RFC 7383. */
  SKF(53);

  private final int number;

  PayloadType(int number) {
    this.number = number;
  }

  /** The IANA number. */
  public int number() {
    return number;
  }

  /** Finds a constant by its IANA number; empty if the number is unknown here. */
  public static Optional<PayloadType> of(int number) {
    for (PayloadType value : values()) {
      if (value.number == number) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }
}
