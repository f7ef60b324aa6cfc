package io.yett.ike.crypto;

import io.yett.ike.message.KeyExchangeId;

/** Key exchange methods, strongest choice first (RFC 8247 §2.4, RFC 8031, RFC 5903, RFC 3526). */
public enum KeyExchangeMethod {
  X25519(KeyExchangeId.CURVE25519, "x25519", 32),
  ECP_256(KeyExchangeId.ECP_256, "ecp256", 64),
  ECP_384(KeyExchangeId.ECP_384, "ecp384", 96),
  ECP_521(KeyExchangeId.ECP_521, "ecp521", 132),
  MODP_2048(KeyExchangeId.MODP_2048, "modp2048", 256),
  MODP_3072(KeyExchangeId.MODP_3072, "modp3072", 384),
  MODP_4096(KeyExchangeId.MODP_4096, "modp4096", 512);

  private final KeyExchangeId id;
  private final String text;
  private final int publicLength;

  KeyExchangeMethod(KeyExchangeId id, String text, int publicLength) {
    this.id = id;
    this.text = text;
    this.publicLength = publicLength;
  }

  public KeyExchangeId id() {
    return id;
  }

  /** The name in configuration, e.g. {@code x25519}. */
  public String text() {
    return text;
  }

  /** Octets of a public value. */
  public int publicLength() {
    return publicLength;
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
