package io.yett.ike.crypto;

/**
 * A negotiated suite of an IKE SA, valid as a whole.
 *
 * @param keyBits encryption key in bits
 * @param integrity null with AEAD
 */
public record IkeSuite(
    Encryption encryption,
    int keyBits,
    Integrity integrity,
    Prf prf,
    KeyExchangeMethod keyExchange) {

  /** Rejects what could not protect an IKE SA. */
  public IkeSuite {
    SuiteRules.check(encryption, keyBits, integrity);
    if (!encryption.servesIke() || (integrity != null && !integrity.servesIke())) {
      throw new IllegalArgumentException(
          SuiteNames.text(encryption, keyBits, integrity) + " is for ESP alone");
    }
    if (prf == null || keyExchange == null) {
      throw new IllegalArgumentException("an IKE SA needs a PRF and a key exchange");
    }
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
        + keyExchange.text();
  }
}
