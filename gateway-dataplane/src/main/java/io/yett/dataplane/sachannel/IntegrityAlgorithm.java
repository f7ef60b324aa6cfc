package io.yett.dataplane.sachannel;

/**
 * ESP integrity algorithms by their IANA "IKEv2 Transform Type 3" number: what stands beside an
 * encryption that does not authenticate. Only algorithms that this version serves are listed.
 */
public enum IntegrityAlgorithm {
  /** Beside a combined-mode algorithm, which has its own. */
  NONE(0, 0, 0),

  /** HMAC-SHA-1, its first 96 bits (RFC 2404): on its way out, MUST- (RFC 8221 section 6). */
  HMAC_SHA1_96(2, 20, 12),

  /** AES-XCBC-MAC, its first 96 bits (RFC 3566). */
  AES_XCBC_96(5, 16, 12),

  /** AES-CMAC, its first 96 bits (RFC 4494). */
  AES_CMAC_96(8, 16, 12),

  /** HMAC-SHA-256, its first 128 bits (RFC 4868). */
  HMAC_SHA2_256_128(12, 32, 16),

  /** HMAC-SHA-384, its first 192 bits (RFC 4868). */
  HMAC_SHA2_384_192(13, 48, 24),

  /** HMAC-SHA-512, its first 256 bits (RFC 4868). */
  HMAC_SHA2_512_256(14, 64, 32);

  private final int transformId;
  private final int keyLength;
  private final int icvLength;

  IntegrityAlgorithm(int transformId, int keyLength, int icvLength) {
    this.transformId = transformId;
    this.keyLength = keyLength;
    this.icvLength = icvLength;
  }

  /** The IANA transform number, e.g. 12; 0 for none. */
  public int transformId() {
    return transformId;
  }

  /** Octets of its key; an HMAC's is as long as its hash (RFC 4868 section 2.1.1). */
  public int keyLength() {
    return keyLength;
  }

  /** Octets of ICV in each ESP packet. */
  public int icvLength() {
    return icvLength;
  }

  /**
   * Finds an algorithm by its IANA transform number, or throws {@link IllegalArgumentException}.
   */
  public static IntegrityAlgorithm ofTransformId(int transformId) {
    for (IntegrityAlgorithm algorithm : values()) {
      if (algorithm.transformId == transformId) {
        return algorithm;
      }
    }
    throw new IllegalArgumentException("unsupported ESP integrity transform " + transformId);
  }
}
