package io.yett.ike.message;

/** The Authentication payload (RFC 7296 §3.8). */
public final class AuthPayload extends Payload {
  private final int method;
  private final byte[] data;

  /**
   * Makes a payload.
   *
   * @param method an {@link AuthMethod} number, 0..255
   */
  public AuthPayload(int method, byte[] data) {
    if (method < 0 || method > 0xff) {
      throw new IllegalArgumentException("bad authentication method " + method);
    }
    this.method = method;
    this.data = data;
  }

  /** An {@link AuthMethod} number. */
  public int method() {
    return method;
  }

  public byte[] data() {
    return data;
  }

  @Override
  public int typeNumber() {
    return PayloadType.AUTH.number();
  }

  static AuthPayload decode(OctetReader reader) throws MalformedException {
    int method = reader.u8();
    reader.skip(3);
    return new AuthPayload(method, reader.rest());
  }

  @Override
  void writeBody(OctetWriter writer) {
    writer.u8(method).u8(0).u16(0).bytes(data);
  }
}
