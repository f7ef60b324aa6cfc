package io.yett.dataplane.sachannel;

import java.util.List;

/**
 * ESP encryption algorithms by their IANA "IKEv2 Transform Type 1" number. Only algorithms that
 * this version serves are listed; others are refused by name before they reach the data plane.
 */
public enum EncryptionAlgorithm {
  /** AES-CBC (RFC 3602). Needs an {@link IntegrityAlgorithm}. */
  AES_CBC(12, 128, 0, 16, 0, 16),

  /** AES-GCM with a 16-octet ICV (RFC 4106). Its key material carries a 4-octet salt at the end. */
  AES_GCM_16(20, 128, 4, 8, 16, 4),

  /** ChaCha20-Poly1305 (RFC 7634). Its key material carries a 4-octet salt at the end. */
  CHACHA20_POLY1305(28, 256, 4, 8, 16, 4);

  private static final List<Integer> KEY_BITS = List.of(128, 192, 256);

  private final int transformId;
  private final int shortestKeyBits;
  private final int saltLength;
  private final int ivLength;
  private final int icvLength;
  private final int alignment;

  EncryptionAlgorithm(
      int transformId,
      int shortestKeyBits,
      int saltLength,
      int ivLength,
      int icvLength,
      int alignment) {
    this.transformId = transformId;
    this.shortestKeyBits = shortestKeyBits;
    this.saltLength = saltLength;
    this.ivLength = ivLength;
    this.icvLength = icvLength;
    this.alignment = alignment;
  }

  /** The IANA transform number, e.g. 20. */
  public int transformId() {
    return transformId;
  }

  /** Lengths of its key in bits, without salt. */
  public List<Integer> keyBits() {
    return KEY_BITS.stream().filter(bits -> bits >= shortestKeyBits).toList();
  }

  /** Octets of salt behind the key. */
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

  /** True if it authenticates too (RFC 4303 section 3.2.3), so that it goes alone. */
  public boolean isCombinedMode() {
    return icvLength != 0;
  }

  /** Octets of whose multiple the ciphertext is (RFC 4303 section 2.4), a power of two. */
  public int alignment() {
    return alignment;
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
