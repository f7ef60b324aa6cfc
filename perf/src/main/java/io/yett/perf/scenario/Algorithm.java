package io.yett.perf.scenario;

/** ESP algorithms that scenarios name, with what they add to a packet. */
public enum Algorithm {
  AES_128_GCM("aes-128-gcm", 16, 0, 4, 4, 8),
  AES_256_GCM("aes-256-gcm", 32, 0, 4, 4, 8),
  AES_128_CBC_HMAC_SHA256("aes-128-cbc-hmac-sha256", 16, 32, 0, 16, 16),
  CHACHA20_POLY1305("chacha20-poly1305", 32, 0, 4, 4, 8);

  /** Octets of the ICV, the same for all of them. */
  public static final int ICV = 16;

  /** Octets of pad length and next header (RFC 4303 section 2). */
  private static final int TRAILER = 2;

  private final String label;
  private final int keyLength;
  private final int authKeyLength;
  private final int saltLength;
  private final int alignment;
  private final int ivLength;

  Algorithm(
      String label, int keyLength, int authKeyLength, int saltLength, int alignment, int ivLength) {
    this.label = label;
    this.keyLength = keyLength;
    this.authKeyLength = authKeyLength;
    this.saltLength = saltLength;
    this.alignment = alignment;
    this.ivLength = ivLength;
  }

  /** Its name on the command line, e.g. {@code aes-128-gcm}. */
  public String label() {
    return label;
  }

  /** Octets of the cipher's key. */
  public int keyLength() {
    return keyLength;
  }

  /** Octets of the integrity key; 0 if the algorithm does both. */
  public int authKeyLength() {
    return authKeyLength;
  }

  /** Octets of the salt that follows the key (RFC 4106 section 8.1); 0 if there is none. */
  public int saltLength() {
    return saltLength;
  }

  /** Octets of the explicit IV in each packet. */
  public int ivLength() {
    return ivLength;
  }

  /** True if one algorithm encrypts and authenticates. */
  public boolean isAead() {
    return authKeyLength == 0;
  }

  /** Octets that are encrypted for an inner packet of this length: it, padding and trailer. */
  public int ciphertextLength(int innerLength) {
    int unpadded = innerLength + TRAILER;
    return (unpadded + alignment - 1) / alignment * alignment;
  }
}
