package io.yett.ike.crypto;

import io.yett.ike.message.KeyExchangeId;

/**
 * Key exchange methods, strongest choice first (RFC 8247 §2.4, RFC 8031, RFC 5903, RFC 3526, FIPS
 * 203).
 */
public enum KeyExchangeMethod {
  X25519(KeyExchangeId.CURVE25519, "x25519", 32),
  ECP_256(KeyExchangeId.ECP_256, "ecp256", 64),
  ECP_384(KeyExchangeId.ECP_384, "ecp384", 96),
  ECP_521(KeyExchangeId.ECP_521, "ecp521", 132),
  MODP_2048(KeyExchangeId.MODP_2048, "modp2048", 256),
  MODP_3072(KeyExchangeId.MODP_3072, "modp3072", 384),
  MODP_4096(KeyExchangeId.MODP_4096, "modp4096", 512),
  ML_KEM_768(KeyExchangeId.ML_KEM_768, "mlkem768", 1184, 1088),
  ML_KEM_1024(KeyExchangeId.ML_KEM_1024, "mlkem1024", 1568, 1568),
  ML_KEM_512(KeyExchangeId.ML_KEM_512, "mlkem512", 800, 768);

  private final KeyExchangeId id;
  private final String text;
  private final int publicLength;
  private final int responderLength;

  /** A Diffie-Hellman method: both public values are alike. */
  KeyExchangeMethod(KeyExchangeId id, String text, int publicLength) {
    this(id, text, publicLength, publicLength);
  }

  KeyExchangeMethod(KeyExchangeId id, String text, int publicLength, int responderLength) {
    this.id = id;
    this.text = text;
    this.publicLength = publicLength;
    this.responderLength = responderLength;
  }

  public KeyExchangeId id() {
    return id;
  }

  /** The name in configuration, e.g. {@code x25519}. */
  public String text() {
    return text;
  }

  /** Octets of the initiator's public value. */
  public int publicLength() {
    return publicLength;
  }

  /** Octets of the responder's public value. */
  public int responderLength() {
    return responderLength;
  }

  /** Whether a quantum computer, as far as is known, does not break it. */
  public boolean postQuantum() {
    return this == ML_KEM_512 || this == ML_KEM_768 || this == ML_KEM_1024;
  }

  /** The method with that IANA number, or null. */
  public static KeyExchangeMethod of(int number) {
    for (KeyExchangeMethod value : values()) {
      if (value.id.number() == number) {
        return value;
      }
    }
    return null;
  }
}
