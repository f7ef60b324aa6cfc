package io.yett.ike.message;

/** The Encrypted and Authenticated payload, still sealed (RFC 7296 §3.14). Always the last. */
public final class SkPayload extends Payload {
  private final int firstInnerType;
  private final byte[] sealed;

  /**
   * Makes a payload.
   *
   * @param firstInnerType the number of the first payload inside; 0 if there is none
   * @param sealed IV, ciphertext, ICV
   */
  public SkPayload(int firstInnerType, byte[] sealed) {
    this.firstInnerType = firstInnerType;
    this.sealed = sealed;
  }

  public int firstInnerType() {
    return firstInnerType;
  }

  public byte[] sealed() {
    return sealed;
  }

  @Override
  public int typeNumber() {
    return PayloadType.SK.number();
  }

  static SkPayload decode(int firstInnerType, OctetReader reader) {
    return new SkPayload(firstInnerType, reader.rest());
  }

  @Override
  void writeBody(OctetWriter writer) {
    writer.bytes(sealed);
  }
}
