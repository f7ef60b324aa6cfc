package io.yett.ike.message;

import static io.yett.ike.message.PayloadTesting.decode;
import static io.yett.ike.message.PayloadTesting.hex;
import static io.yett.ike.message.PayloadTesting.truncated;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Key Exchange payloads (RFC 7296 §3.4). The octets are strongSwan's (the transcripts in test
 * resources) unless said otherwise.
 */
class KePayloadTest {

  private static final String X25519 =
      "001f0000 fa4391b629681aafb0f73f1e7e18d5a1020cd45e1ada261b408aa9bf2708f52c";

  @Test
  void x25519() {
    KePayload ke = decode(34, X25519, KePayload.class);
    assertThat(ke.method()).isEqualTo(KeyExchangeId.CURVE25519.number());
    assertThat(ke.publicValue())
        .isEqualTo(hex("fa4391b629681aafb0f73f1e7e18d5a1020cd45e1ada261b408aa9bf2708f52c"));
  }

  @Test
  void truncatedAnywhere() {
    // The key exchange checks the length of the public value, for each method its own.
    truncated(34, X25519, length -> length >= 4);
  }

  @Test
  void showsNoPublicValue() {
    assertThat(decode(34, X25519, KePayload.class).toString()).isEqualTo("KePayload[36 octets]");
  }
}
