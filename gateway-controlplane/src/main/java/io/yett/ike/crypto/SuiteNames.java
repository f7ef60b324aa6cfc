package io.yett.ike.crypto;

import java.util.List;

/** Algorithms as configuration names them. */
final class SuiteNames {
  private SuiteNames() {}

  static String text(Encryption encryption, int keyBits, Integrity integrity) {
    return text(encryption, keyBits) + (integrity == null ? "" : "-" + text(integrity));
  }

  static String text(Encryption encryption, int keyBits) {
    return switch (encryption) {
      case CHACHA20_POLY1305 -> "chacha20poly1305";
      case NULL -> "null";
      default -> "aes" + keyBits + encryption.aesMode();
    };
  }

  /** Additional key exchanges, each with a dash before it. */
  static String text(List<KeyExchangeMethod> additional) {
    StringBuilder text = new StringBuilder();
    for (KeyExchangeMethod method : additional) {
      text.append("-ke").append(additional.indexOf(method) + 1).append('_').append(method.text());
    }
    return text.toString();
  }

  static String text(Integrity integrity) {
    return switch (integrity) {
      case HMAC_SHA2_256_128 -> "sha256";
      case HMAC_SHA2_384_192 -> "sha384";
      case HMAC_SHA2_512_256 -> "sha512";
      case HMAC_SHA1_96 -> "sha1";
      case AES_XCBC_96 -> "aesxcbc";
      case AES_CMAC_96 -> "aescmac";
    };
  }

  static String text(Prf prf) {
    return switch (prf) {
      case HMAC_SHA2_256 -> "prfsha256";
      case HMAC_SHA2_384 -> "prfsha384";
      case HMAC_SHA2_512 -> "prfsha512";
    };
  }
}
