package io.yett.dataplane;

import io.yett.dataplane.config.EspSuite;
import io.yett.dataplane.sachannel.IntegrityAlgorithm;
import io.yett.dpdk.CryptoTransform;

/** What ESP's algorithms are to a crypto device. */
final class EspTransforms {
  /** SPI and sequence number, as on the wire or all 64 bits (RFC 4106 section 5). */
  private static final int AAD = 8;

  private static final int AAD_WITH_ESN = 12;

  private EspTransforms() {}

  static CryptoTransform of(EspSuite suite, boolean esn) {
    int keyLength = suite.keyBits() / 8;
    int aadLength = esn ? AAD_WITH_ESN : AAD;
    IntegrityAlgorithm integrity = suite.integrity();
    return switch (suite.encryption()) {
      case AES_GCM_8, AES_GCM_12, AES_GCM_16 ->
          CryptoTransform.aesGcm(keyLength, aadLength, suite.encryption().icvLength());
      case AES_CCM_8, AES_CCM_12, AES_CCM_16 ->
          CryptoTransform.aesCcm(keyLength, aadLength, suite.encryption().icvLength());
      case NULL_AUTH_AES_GMAC -> CryptoTransform.aesGmac(keyLength, esn ? AAD_WITH_ESN : 0);
      case CHACHA20_POLY1305 -> CryptoTransform.chacha20Poly1305(aadLength);
      case AES_CBC ->
          CryptoTransform.aesCbc(
              keyLength, auth(integrity), integrity.keyLength(), integrity.icvLength());
      case AES_CTR ->
          CryptoTransform.aesCtr(
              keyLength, auth(integrity), integrity.keyLength(), integrity.icvLength());
      case NULL ->
          CryptoTransform.authOnly(auth(integrity), integrity.keyLength(), integrity.icvLength());
    };
  }

  /** Of AH, whose ESN is authenticated behind the packet whatever the algorithm. */
  static CryptoTransform ofAh(EspSuite suite) {
    return of(suite, false);
  }

  private static CryptoTransform.Auth auth(IntegrityAlgorithm integrity) {
    return switch (integrity) {
      case NONE -> CryptoTransform.Auth.NONE;
      case HMAC_SHA1_96 -> CryptoTransform.Auth.SHA1_HMAC;
      case AES_XCBC_96 -> CryptoTransform.Auth.AES_XCBC_MAC;
      case AES_CMAC_96 -> CryptoTransform.Auth.AES_CMAC;
      case HMAC_SHA2_256_128 -> CryptoTransform.Auth.SHA256_HMAC;
      case HMAC_SHA2_384_192 -> CryptoTransform.Auth.SHA384_HMAC;
      case HMAC_SHA2_512_256 -> CryptoTransform.Auth.SHA512_HMAC;
    };
  }
}
