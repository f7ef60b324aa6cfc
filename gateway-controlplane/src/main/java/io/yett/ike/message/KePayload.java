package io.yett.ike.message;

/** The Key Exchange payload: a method and its public value (RFC 7296 §3.4, RFC 9370). */
public final class KePayload extends Payload {
  private final int method;
  private final byte[] publicValue;

  /**
   * Makes a payload.
   *
   * @param method a {@link KeyExchangeId} number, 0..65535
   */
  public KePayload(int method, byte[] publicValue) {
    if (method < 0 || method > 0xffff) {
      throw new IllegalArgumentException("bad key exchange method " + method);
    }
    this.method = method;
    this.publicValue = publicValue;
  }

  /** A {@link KeyExchangeId} number. */
  public int method() {
    return method;
  }

  /** As it came; the key exchange validates it. */
  public byte[] publicValue() {
    return publicValue;
  }

  @Override
  public int typeNumber() {
    return PayloadType.KE.number();
  }

  static KePayload decode(OctetReader reader) throws MalformedException {
    int method = reader.u16();
    reader.skip(2);
    return new KePayload(method, reader.rest());
  }

  @Override
  void writeBody(OctetWriter writer) {
    writer.u16(method).u16(0).bytes(publicValue);
  }
}
