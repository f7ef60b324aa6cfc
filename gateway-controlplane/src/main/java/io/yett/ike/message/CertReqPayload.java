package io.yett.ike.message;

/** The Certificate Request payload (RFC 7296 §3.7). */
public final class CertReqPayload extends Payload {
  private final int encoding;
  private final byte[] authorities;

  /**
   * Makes a payload.
   *
   * @param encoding a {@link CertEncoding} number, 0..255
   */
  public CertReqPayload(int encoding, byte[] authorities) {
    if (encoding < 0 || encoding > 0xff) {
      throw new IllegalArgumentException("bad certificate encoding " + encoding);
    }
    this.encoding = encoding;
    this.authorities = authorities;
  }

  /** A {@link CertEncoding} number. */
  public int encoding() {
    return encoding;
  }

  /** For X.509: SHA-1 hashes of the trusted authorities' public keys, 20 octets each. */
  public byte[] authorities() {
    return authorities;
  }

  @Override
  public int typeNumber() {
    return PayloadType.CERTREQ.number();
  }

  static CertReqPayload decode(OctetReader reader) throws MalformedException {
    return new CertReqPayload(reader.u8(), reader.rest());
  }

  @Override
  void writeBody(OctetWriter writer) {
    writer.u8(encoding).bytes(authorities);
  }
}
