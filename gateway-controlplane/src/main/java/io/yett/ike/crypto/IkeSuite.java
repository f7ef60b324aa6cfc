package io.yett.ike.crypto;

import java.util.List;

/**
 * A negotiated suite of an IKE SA, valid as a whole.
 *
 * @param keyBits encryption key in bits
 * @param integrity null with AEAD
 * @param additional key exchanges after the first, in their order (RFC 9370)
 */
public record IkeSuite(
    Encryption encryption,
    int keyBits,
    Integrity integrity,
    Prf prf,
    KeyExchangeMethod keyExchange,
    List<KeyExchangeMethod> additional) {

  /** A suite without additional key exchanges. */
  public IkeSuite(
      Encryption encryption,
      int keyBits,
      Integrity integrity,
      Prf prf,
      KeyExchangeMethod keyExchange) {
    this(encryption, keyBits, integrity, prf, keyExchange, List.of());
  }

  /** Rejects what could not protect an IKE SA. */
  public IkeSuite {
    SuiteRules.check(encryption, keyBits, integrity);
    additional = List.copyOf(additional);
    if (!encryption.servesIke() || (integrity != null && !integrity.servesIke())) {
      throw new IllegalArgumentException(
          SuiteNames.text(encryption, keyBits, integrity) + " is for ESP alone");
    }
    if (prf == null || keyExchange == null) {
      throw new IllegalArgumentException("an IKE SA needs a PRF and a key exchange");
    }
  }

  /** Whether some of its key exchanges is post-quantum. */
  public boolean postQuantum() {
    return keyExchange.postQuantum()
        || additional.stream().anyMatch(KeyExchangeMethod::postQuantum);
  }

  /** Octets of one SK_e: key and salt. */
  int encryptionKeyLength() {
    return keyBits / 8 + encryption.saltLength();
  }

  /** Octets of one SK_a; 0 with AEAD. */
  int integrityKeyLength() {
    return integrity == null ? 0 : integrity.keyLength();
  }

  /** As in configuration, e.g. {@code aes256gcm16-prfsha384-x25519}. */
  @Override
  public String toString() {
    return SuiteNames.text(encryption, keyBits, integrity)
        + "-"
        + SuiteNames.text(prf)
        + "-"
        + keyExchange.text()
        + SuiteNames.text(additional);
  }
}
