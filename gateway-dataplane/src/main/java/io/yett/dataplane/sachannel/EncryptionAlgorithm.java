package io.yett.dataplane.sachannel;

import java.util.List;

/**
 * ESP encryption algorithms by their IANA "IKEv2 Transform Type 1" number. Only algorithms that
 * this version serves are listed; others are refused by name before they reach the data plane.
 */
public enum EncryptionAlgorithm {
  /** No encryption (RFC 2410), and no key for it. Needs an {@link IntegrityAlgorithm}. */
  NULL(11, KeyBits.NONE, 0, 0, 0, 4),

  /** AES-CBC (RFC 3602). Needs an {@link IntegrityAlgorithm}. */
  AES_CBC(12, KeyBits.AES, 0, 16, 0, 16),

  /**
   * AES-CTR (RFC 3686). Needs an {@link IntegrityAlgorithm}. Its key carries a 4-octet nonce, which
   * is as a salt, at the end.
   */
  AES_CTR(13, KeyBits.AES, 4, 8, 0, 4),

  /** AES-CCM with an 8-octet ICV (RFC 4309). Its key carries a 3-octet salt at the end. */
  AES_CCM_8(14, KeyBits.AES, 3, 8, 8, 4),

  /** AES-CCM with a 12-octet ICV. */
  AES_CCM_12(15, KeyBits.AES, 3, 8, 12, 4),

  /** AES-CCM with a 16-octet ICV. */
  AES_CCM_16(16, KeyBits.AES, 3, 8, 16, 4),

  /** AES-GCM with an 8-octet ICV (RFC 4106). Its key carries a 4-octet salt at the end. */
  AES_GCM_8(18, KeyBits.AES, 4, 8, 8, 4),

  /** AES-GCM with a 12-octet ICV. */
  AES_GCM_12(19, KeyBits.AES, 4, 8, 12, 4),

  /** AES-GCM with a 16-octet ICV. */
  AES_GCM_16(20, KeyBits.AES, 4, 8, 16, 4),

  /** AES-GMAC: no encryption (RFC 4543). Its key carries a 4-octet salt at the end. */
  NULL_AUTH_AES_GMAC(21, KeyBits.AES, 4, 8, 16, 4),

  /** ChaCha20-Poly1305 (RFC 7634). Its key carries a 4-octet salt at the end. */
  CHACHA20_POLY1305(28, KeyBits.ONLY_256, 4, 8, 16, 4);

  /** Which keys there are. */
  private enum KeyBits {
    NONE,
    AES,
    ONLY_256
  }

  private final int transformId;
  private final KeyBits keyBits;
  private final int saltLength;
  private final int ivLength;
  private final int icvLength;
  private final int alignment;

  EncryptionAlgorithm(
      int transformId,
      KeyBits keyBits,
      int saltLength,
      int ivLength,
      int icvLength,
      int alignment) {
    this.transformId = transformId;
    this.keyBits = keyBits;
    this.saltLength = saltLength;
    this.ivLength = ivLength;
    this.icvLength = icvLength;
    this.alignment = alignment;
  }

  /** The IANA transform number, e.g. 20. */
  public int transformId() {
    return transformId;
  }

  /** Lengths of its key in bits, without salt; 0 alone if it has none. */
  public List<Integer> keyBits() {
    return switch (keyBits) {
      case NONE -> List.of(0);
      case AES -> List.of(128, 192, 256);
      case ONLY_256 -> List.of(256);
    };
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
