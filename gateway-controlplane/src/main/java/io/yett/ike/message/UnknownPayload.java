package io.yett.ike.message;

/** A payload that is not understood and not critical: kept, and otherwise skipped (§2.5). */
public final class UnknownPayload extends Payload {
  private final int typeNumber;
  private final boolean critical;
  private final byte[] data;

  /**
   * Makes a payload.
   *
   * @param typeNumber 1..255, not a {@link PayloadType}
   */
  public UnknownPayload(int typeNumber, boolean critical, byte[] data) {
    if (typeNumber < 1 || typeNumber > 0xff || PayloadType.of(typeNumber).isPresent()) {
      throw new IllegalArgumentException("payload type " + typeNumber + " is not unknown");
    }
    this.typeNumber = typeNumber;
    this.critical = critical;
    this.data = data;
  }

  @Override
  public int typeNumber() {
    return typeNumber;
  }

  @Override
  public boolean critical() {
    return critical;
  }

  public byte[] data() {
    return data;
  }

  @Override
  void writeBody(OctetWriter writer) {
    writer.bytes(data);
  }
}
