package io.yett.perf.contender;

import io.yett.perf.scenario.Algorithm;
import java.util.List;

/** What dpdk-test-crypto-perf calls the algorithms, with lengths as ESP has them. */
final class CryptoPerfTransform {
  private CryptoPerfTransform() {}

  static List<String> arguments(Algorithm algorithm, boolean encrypt) {
    return switch (algorithm) {
      case AES_128_GCM -> aead("aes-gcm", "16", encrypt);
      case AES_256_GCM -> aead("aes-gcm", "32", encrypt);
      case CHACHA20_POLY1305 -> aead("chacha20-poly1305", "32", encrypt);
      case AES_128_CBC_HMAC_SHA256 -> cbc(encrypt);
    };
  }

  /** SPI and 64-bit sequence number are authenticated: 12 octets. */
  private static List<String> aead(String name, String keyLength, boolean encrypt) {
    return List.of(
        "--optype", "aead",
        "--aead-algo", name,
        "--aead-op", encrypt ? "encrypt" : "decrypt",
        "--aead-key-sz", keyLength,
        "--aead-iv-sz", "12",
        "--aead-aad-sz", "12",
        "--digest-sz", "16");
  }

  private static List<String> cbc(boolean encrypt) {
    return List.of(
        "--optype", encrypt ? "cipher-then-auth" : "auth-then-cipher",
        "--cipher-algo", "aes-cbc",
        "--cipher-op", encrypt ? "encrypt" : "decrypt",
        "--cipher-key-sz", "16",
        "--cipher-iv-sz", "16",
        "--auth-algo", "sha2-256-hmac",
        "--auth-op", encrypt ? "generate" : "verify",
        "--auth-key-sz", "32",
        "--digest-sz", "16");
  }
}
