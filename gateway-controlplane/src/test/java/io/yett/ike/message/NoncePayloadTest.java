package io.yett.ike.message;

import static io.yett.ike.message.PayloadTesting.decode;
import static io.yett.ike.message.PayloadTesting.hex;
import static io.yett.ike.message.PayloadTesting.refused;
import static io.yett.ike.message.PayloadTesting.truncated;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/**
 * Nonce payloads (RFC 7296 §3.9). The octets are strongSwan's (the transcripts in test resources)
 * unless said otherwise.
 */
class NoncePayloadTest {

  private static final String NONCE =
      "a17a1d3f1fd772ddefca2f876546077a97010911c105f111130be8f1d96b0e19";

  @Test
  void nonce() {
    assertThat(decode(40, NONCE, NoncePayload.class).nonce()).isEqualTo(hex(NONCE));
  }

  @Test
  void lengthsOfRfc7296Section39() {
    refused(40, "ab".repeat(15));
    assertThat(decode(40, "ab".repeat(16), NoncePayload.class).nonce()).hasSize(16);
    assertThat(decode(40, "ab".repeat(256), NoncePayload.class).nonce()).hasSize(256);
    refused(40, "ab".repeat(257));
    assertThatThrownBy(() -> new NoncePayload(new byte[15]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new NoncePayload(new byte[257]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void truncatedAnywhere() {
    truncated(40, NONCE, length -> length >= 16);
  }
}
