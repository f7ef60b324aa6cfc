package io.yett.dataplane.sachannel;

/**
 * ESP encryption algorithms by their IANA "IKEv2 Transform Type 1" number. Only algorithms that
 * this version serves are listed; others are refused by name before they reach the data plane.
 */
public enum EncryptionAlgorithm {
  /** AES-GCM with a 16-octet ICV (RFC 4106). Its key material carries a 4-octet salt at the end. */
  AES_GCM_16(20, 4, 8, 16);

  private final int transformId;
  private final int saltLength;
  private final int ivLength;
  private final int icvLength;

  EncryptionAlgorithm(int transformId, int saltLength, int ivLength, int icvLength) {
    this.transformId = transformId;
    this.saltLength = saltLength;
    this.ivLength = ivLength;
    this.icvLength = icvLength;
  }

  /** The IANA transform number, e.g. 20. */
  public int transformId() {
    return transformId;
  }

  /** Octets of salt at the end of the key material. */
  public int saltLength() {
    return saltLength;
  }

  /** Octets of explicit IV in each ESP packet. */
  public int ivLength() {
    return ivLength;
  }

  /**
   * Octets of ICV that the algorithm itself makes; 0 if it needs a separate integrity algorithm.
   */
  public int icvLength() {
    return icvLength;
  }

  /**
   * Finds an algorithm by its IANA transform number, or throws {@link IllegalArgumentException}.
   */
  public static EncryptionAlgorithm ofTransformId(int transformId) {
    for (EncryptionAlgorithm algorithm : values()) {
      if (algorithm.transformId == transformId) {
        return algorithm;
      }
    }
    throw new IllegalArgumentException("unsupported ESP encryption transform " + transformId);
  }
}
