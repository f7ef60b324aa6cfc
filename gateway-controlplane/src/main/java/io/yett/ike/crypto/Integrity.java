package io.yett.ike.crypto;

import io.yett.ike.message.IntegrityId;

/**
 * Integrity algorithms (RFC 4868; RFC 8247 §2.3, RFC 8221 §6). The first three serve IKE SAs and
 * Child SAs, the others Child SAs alone.
 */
public enum Integrity {
  HMAC_SHA2_256_128(IntegrityId.HMAC_SHA2_256_128, "HmacSHA256", 32, 16),
  HMAC_SHA2_384_192(IntegrityId.HMAC_SHA2_384_192, "HmacSHA384", 48, 24),
  HMAC_SHA2_512_256(IntegrityId.HMAC_SHA2_512_256, "HmacSHA512", 64, 32),
  /** RFC 2404; on its way out, MUST- (RFC 8221 §6). */
  HMAC_SHA1_96(IntegrityId.HMAC_SHA1_96, null, 20, 12),
  /** RFC 3566. */
  AES_XCBC_96(IntegrityId.AES_XCBC_96, null, 16, 12),
  /** RFC 4494. */
  AES_CMAC_96(IntegrityId.AES_CMAC_96, null, 16, 12);

  private final IntegrityId id;
  private final String macName;
  private final int keyLength;
  private final int icvLength;

  Integrity(IntegrityId id, String macName, int keyLength, int icvLength) {
    this.id = id;
    this.macName = macName;
    this.keyLength = keyLength;
    this.icvLength = icvLength;
  }

  public IntegrityId id() {
    return id;
  }

  /** Whether IKE SAs may have it, not Child SAs alone. */
  boolean servesIke() {
    return macName != null;
  }

  /** The JCA name of the HMAC that is truncated; null if IKE SAs have no use for it. */
  String macName() {
    return macName;
  }

  /** Octets of key. */
  public int keyLength() {
    return keyLength;
  }

  /** Octets of ICV, after truncation. */
  public int icvLength() {
    return icvLength;
  }

  /** The algorithm with that IANA number, or null. */
  static Integrity of(int number) {
    for (Integrity value : values()) {
      if (value.id.number() == number) {
        return value;
      }
    }
    return null;
  }
}
