package io.yett.ike.crypto;

import io.yett.ike.message.EncryptionId;
import io.yett.ike.message.Transform;
import io.yett.ike.message.TransformType;

/** Encryption algorithms that IKE SAs and Child SAs may negotiate (RFC 8247 §2.1, RFC 8221 §5). */
public enum Encryption {
  /** AES-GCM with a 16-octet ICV (RFC 5282 for IKE, RFC 4106 for ESP). */
  AES_GCM_16(EncryptionId.AES_GCM_16, 4, 8, 16),
  /** AES-CBC (RFC 7296, RFC 3602); needs an {@link Integrity}. */
  AES_CBC(EncryptionId.AES_CBC, 0, 16, 0),
  /** ChaCha20-Poly1305 (RFC 7634), whose transform has no key length. */
  CHACHA20_POLY1305(EncryptionId.CHACHA20_POLY1305, 4, 8, 16);

  private static final int CHACHA20_KEY_BITS = 256;

  private final EncryptionId id;
  private final int saltLength;
  private final int ivLength;
  private final int icvLength;

  Encryption(EncryptionId id, int saltLength, int ivLength, int icvLength) {
    this.id = id;
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

  /** Whether that is a key length of the algorithm, in bits. */
  public boolean allowsKeyBits(int bits) {
    return bits == 256 || (this != CHACHA20_POLY1305 && (bits == 128 || bits == 192));
  }

  /** The transform of a proposal with that key. */
  Transform transform(int bits) {
    return this == CHACHA20_POLY1305
        ? Transform.of(TransformType.ENCR, id.number())
        : Transform.of(TransformType.ENCR, id.number(), bits);
  }

  /** Key bits that a transform of it stands for: its attribute, or what the algorithm has. */
  int keyBits(Transform transform) {
    return this == CHACHA20_POLY1305 ? CHACHA20_KEY_BITS : transform.keyBits();
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
