package io.yett.ike.message;

import java.util.Arrays;

/**
 * One payload (RFC 7296 §3.2). Immutable by agreement: the arrays that payloads take and give are
 * not copied, and nobody modifies them. Two payloads are equal when they are the same on the wire.
 */
public abstract sealed class Payload
    permits SaPayload,
        KePayload,
        IdPayload,
        CertPayload,
        CertReqPayload,
        AuthPayload,
        NoncePayload,
        NotifyPayload,
        DeletePayload,
        VendorIdPayload,
        TsPayload,
        SkPayload,
        SkfPayload,
        CpPayload,
        EapPayload,
        UnknownPayload {

  Payload() {}

  /** The payload type's number on the wire. */
  public abstract int typeNumber();

  /**
   * The critical bit (RFC 7296 §2.5). It is clear in all payloads that RFC 7296 defines, and
   * ignored in payloads that are understood.
   */
  public boolean critical() {
    return false;
  }

  /** Writes what follows the generic payload header. */
  abstract void writeBody(OctetWriter writer);

  /** What follows the generic payload header on the wire; a new array. */
  public final byte[] body() {
    OctetWriter writer = new OctetWriter();
    writeBody(writer);
    return writer.toArray();
  }

  @Override
  public final boolean equals(Object other) {
    return other instanceof Payload payload
        && payload.typeNumber() == typeNumber()
        && payload.getClass() == getClass()
        && payload.critical() == critical()
        && Arrays.equals(payload.body(), body());
  }

  @Override
  public final int hashCode() {
    return 31 * typeNumber() + Arrays.hashCode(body());
  }

  /** Names the payload and its length; contents are left out, for some are confidential. */
  @Override
  public String toString() {
    return getClass().getSimpleName() + "[" + body().length + " octets]";
  }
}
