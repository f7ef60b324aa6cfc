package io.yett.perf.contender;

import io.yett.perf.scenario.Protection;
import java.util.List;

/** What dpdk-test-crypto-perf calls the algorithms, with lengths as ESP has them. */
final class CryptoPerfTransform {
  private CryptoPerfTransform() {}

  static List<String> arguments(Protection protection, boolean encrypt) {
    String aad = protection.esn() ? "12" : "8";
    return switch (protection.algorithm()) {
      case AES_128_GCM -> aead("aes-gcm", "16", aad, encrypt);
      case AES_256_GCM -> aead("aes-gcm", "32", aad, encrypt);
      case CHACHA20_POLY1305 -> aead("chacha20-poly1305", "32", aad, encrypt);
      case AES_128_CBC_HMAC_SHA256 -> cbcEncrypt(encrypt);
    };
  }

  /** SPI and sequence number are authenticated: 8 octets, or 12 with the 64-bit number. */
  private static List<String> aead(String name, String keyLength, String aad, boolean encrypt) {
    return List.of(
        "--optype",
        "aead",
        "--aead-algo",
        name,
        "--aead-op",
        encrypt ? "encrypt" : "decrypt",
        "--aead-key-sz",
        keyLength,
        "--aead-iv-sz",
        "12",
        "--aead-aad-sz",
        aad,
        "--digest-sz",
        "16");
  }

  /** The other way it would need a file of vectors, and no scenario wants it. */
  private static List<String> cbcEncrypt(boolean encrypt) {
    if (!encrypt) {
      throw new IllegalArgumentException("AES-CBC is measured outbound only");
    }
    return List.of(
        "--optype", "cipher-then-auth",
        "--cipher-algo", "aes-cbc",
        "--cipher-op", "encrypt",
        "--cipher-key-sz", "16",
        "--cipher-iv-sz", "16",
        "--auth-algo", "sha2-256-hmac",
        "--auth-op", "generate",
        "--auth-key-sz", "32",
        "--digest-sz", "16");
  }
}
