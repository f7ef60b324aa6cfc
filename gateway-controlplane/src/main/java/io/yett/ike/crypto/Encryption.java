package io.yett.ike.crypto;

import io.yett.ike.message.EncryptionId;
import io.yett.ike.message.Transform;
import io.yett.ike.message.TransformType;

/**
 * Encryption algorithms that IKE SAs and Child SAs may negotiate (RFC 8247 §2.1, RFC 8221 §5). The
 * first three serve both, the others Child SAs alone.
 */
public enum Encryption {
  /** AES-GCM with a 16-octet ICV (RFC 5282 for IKE, RFC 4106 for ESP). */
  AES_GCM_16(EncryptionId.AES_GCM_16, "gcm16", 4, 8, 16),
  /** AES-CBC (RFC 7296, RFC 3602); needs an {@link Integrity}. */
  AES_CBC(EncryptionId.AES_CBC, "", 0, 16, 0),
  /** ChaCha20-Poly1305 (RFC 7634), whose transform has no key length. */
  CHACHA20_POLY1305(EncryptionId.CHACHA20_POLY1305, null, 4, 8, 16),
  /** AES-GCM with a 12-octet ICV (RFC 4106). */
  AES_GCM_12(EncryptionId.AES_GCM_12, "gcm12", 4, 8, 12),
  /** AES-GCM with an 8-octet ICV. */
  AES_GCM_8(EncryptionId.AES_GCM_8, "gcm8", 4, 8, 8),
  /** AES-CCM with a 16-octet ICV (RFC 4309). */
  AES_CCM_16(EncryptionId.AES_CCM_16, "ccm16", 3, 8, 16),
  /** AES-CCM with a 12-octet ICV. */
  AES_CCM_12(EncryptionId.AES_CCM_12, "ccm12", 3, 8, 12),
  /** AES-CCM with an 8-octet ICV. */
  AES_CCM_8(EncryptionId.AES_CCM_8, "ccm8", 3, 8, 8),
  /** AES-CTR (RFC 3686), whose nonce is as a salt; needs an {@link Integrity}. */
  AES_CTR(EncryptionId.AES_CTR, "ctr", 4, 8, 0),
  /** AES-GMAC (RFC 4543): integrity without encryption. */
  NULL_AUTH_AES_GMAC(EncryptionId.NULL_AUTH_AES_GMAC, "gmac", 4, 8, 16),
  /** No encryption (RFC 2410), no key and no key length; needs an {@link Integrity}. */
  NULL(EncryptionId.NULL, null, 0, 0, 0);

  private final EncryptionId id;
  private final String aesMode;
  private final int saltLength;
  private final int ivLength;
  private final int icvLength;

  Encryption(EncryptionId id, String aesMode, int saltLength, int ivLength, int icvLength) {
    this.id = id;
    this.aesMode = aesMode;
    this.saltLength = saltLength;
    this.ivLength = ivLength;
    this.icvLength = icvLength;
  }

  public EncryptionId id() {
    return id;
  }

  /** Whether it authenticates too, so that no integrity algorithm goes with it. */
  public boolean aead() {
    return icvLength > 0;
  }

  /** Whether IKE SAs may have it, not Child SAs alone. */
  boolean servesIke() {
    return this == AES_GCM_16 || this == AES_CBC || this == CHACHA20_POLY1305;
  }

  /** What its name has behind {@code aes} and the length of the key; null if it is not AES. */
  String aesMode() {
    return aesMode;
  }

  /** Octets of salt after the key in the key material. */
  public int saltLength() {
    return saltLength;
  }

  /** Octets of explicit IV in each message. */
  public int ivLength() {
    return ivLength;
  }

  /** Octets of ICV that the algorithm itself makes; 0 if it is not AEAD. */
  public int icvLength() {
    return icvLength;
  }

  /** Whether that is a key length of the algorithm, in bits; 0 is that of none. */
  public boolean allowsKeyBits(int bits) {
    return aesMode == null ? bits == onlyKeyBits() : bits == 128 || bits == 192 || bits == 256;
  }

  /** The transform of a proposal with that key. */
  Transform transform(int bits) {
    return aesMode == null
        ? Transform.of(TransformType.ENCR, id.number())
        : Transform.of(TransformType.ENCR, id.number(), bits);
  }

  /** Key bits that a transform of it stands for: its attribute, or what the algorithm has. */
  int keyBits(Transform transform) {
    return aesMode == null ? onlyKeyBits() : transform.keyBits();
  }

  private int onlyKeyBits() {
    return this == NULL ? 0 : 256;
  }

  /** The algorithm with that IANA number, or null. */
  static Encryption of(int number) {
    for (Encryption value : values()) {
      if (value.id.number() == number) {
        return value;
      }
    }
    return null;
  }
}
