package io.yett.ike.message;

/** The Certificate payload (RFC 7296 §3.6). */
public final class CertPayload extends Payload {
  private final int encoding;
  private final byte[] data;

  /**
   * Makes a payload.
   *
   * @param encoding a {@link CertEncoding} number, 0..255
   */
  public CertPayload(int encoding, byte[] data) {
    if (encoding < 0 || encoding > 0xff) {
      throw new IllegalArgumentException("bad certificate encoding " + encoding);
    }
    this.encoding = encoding;
    this.data = data;
  }

  /** A {@link CertEncoding} number. */
  public int encoding() {
    return encoding;
  }

  public byte[] data() {
    return data;
  }

  @Override
  public int typeNumber() {
    return PayloadType.CERT.number();
  }

  static CertPayload decode(OctetReader reader) throws MalformedException {
    return new CertPayload(reader.u8(), reader.rest());
  }

  @Override
  void writeBody(OctetWriter writer) {
    writer.u8(encoding).bytes(data);
  }
}
