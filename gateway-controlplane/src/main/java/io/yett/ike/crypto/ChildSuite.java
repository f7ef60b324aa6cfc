package io.yett.ike.crypto;

import java.util.List;

/**
 * A negotiated suite of an ESP Child SA, valid as a whole.
 *
 * @param keyBits encryption key in bits
 * @param integrity null with AEAD
 * @param keyExchange null without perfect forward secrecy, as always in IKE_AUTH
 * @param additional key exchanges after the first, in their order (RFC 9370)
 * @param esn 64-bit extended sequence numbers (RFC 4303 §2.2.1)
 */
public record ChildSuite(
    Encryption encryption,
    int keyBits,
    Integrity integrity,
    KeyExchangeMethod keyExchange,
    List<KeyExchangeMethod> additional,
    boolean esn) {

  /** A suite without additional key exchanges. */
  public ChildSuite(
      Encryption encryption,
      int keyBits,
      Integrity integrity,
      KeyExchangeMethod keyExchange,
      boolean esn) {
    this(encryption, keyBits, integrity, keyExchange, List.of(), esn);
  }

  /** Rejects what could not protect ESP. */
  public ChildSuite {
    SuiteRules.check(encryption, keyBits, integrity);
    additional = List.copyOf(additional);
  }

  /** Octets of encryption key and salt in one direction. */
  int encryptionKeyLength() {
    return keyBits / 8 + encryption.saltLength();
  }

  /** Octets of integrity key in one direction; 0 with AEAD. */
  int integrityKeyLength() {
    return integrity == null ? 0 : integrity.keyLength();
  }

  /** As in configuration, e.g. {@code aes256gcm16-x25519-esn}. */
  @Override
  public String toString() {
    return SuiteNames.text(encryption, keyBits, integrity)
        + (keyExchange == null ? "" : "-" + keyExchange.text())
        + SuiteNames.text(additional)
        + (esn ? "-esn" : "-noesn");
  }
}
