package io.yett.ike.message;

/** The Nonce payload (RFC 7296 §3.9). */
public final class NoncePayload extends Payload {
  private final byte[] nonce;

  /** Takes 16..256 octets (RFC 7296 §3.9). */
  public NoncePayload(byte[] nonce) {
    if (nonce.length < IkeLimits.MIN_NONCE_OCTETS || nonce.length > IkeLimits.MAX_NONCE_OCTETS) {
      throw new IllegalArgumentException("nonce of " + nonce.length + " octets");
    }
    this.nonce = nonce;
  }

  public byte[] nonce() {
    return nonce;
  }

  @Override
  public int typeNumber() {
    return PayloadType.NONCE.number();
  }

  static NoncePayload decode(OctetReader reader) throws MalformedException {
    byte[] nonce = reader.rest();
    if (nonce.length < IkeLimits.MIN_NONCE_OCTETS || nonce.length > IkeLimits.MAX_NONCE_OCTETS) {
      throw new MalformedException("nonce of " + nonce.length + " octets");
    }
    return new NoncePayload(nonce);
  }

  @Override
  void writeBody(OctetWriter writer) {
    writer.bytes(nonce);
  }
}
