package io.yett.perf.ike;

import java.util.List;
import java.util.Locale;

/** A key exchange that handshakes are measured with; authentication is by pre-shared keys. */
enum Method {
  X25519("x25519", true),
  P256("ecp256", true),
  /** X25519 and ML-KEM-768 (RFC 9370); this system's charon may be too old for it. */
  MLKEM768("x25519-ke1_mlkem768", false);

  private final String keyExchange;
  private final boolean everywhere;

  Method(String keyExchange, boolean everywhere) {
    this.keyExchange = keyExchange;
    this.everywhere = everywhere;
  }

  /** As rows and options name it. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** In Yett's notation. */
  List<String> proposals() {
    return List.of("aes128gcm16-prfsha256-" + keyExchange);
  }

  /** Whether charon 5.9 has it. */
  boolean everywhere() {
    return everywhere;
  }
}
