package io.yett.ike.message;

import static io.yett.ike.message.PayloadTesting.decode;
import static io.yett.ike.message.PayloadTesting.hex;
import static io.yett.ike.message.PayloadTesting.refused;
import static io.yett.ike.message.PayloadTesting.truncated;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * EAP payloads (RFC 7296 §3.16). The octets are strongSwan's (the transcripts in test resources)
 * unless said otherwise.
 */
class EapPayloadTest {

  private static final String IDENTITY = "0200000801726564";
  private static final String CHALLENGE = "012a00160410933357c916754de7cb07e7b65c78221f";

  @Test
  void identityResponse() {
    EapPayload eap = decode(48, IDENTITY, EapPayload.class);
    assertThat(eap.code()).isEqualTo(2);
    assertThat(eap.identifier()).isZero();
    assertThat(eap.eapMessage()).isEqualTo(hex(IDENTITY));
  }

  @Test
  void md5ChallengeAndSuccess() {
    assertThat(decode(48, CHALLENGE, EapPayload.class).identifier()).isEqualTo(0x2a);
    assertThat(decode(48, "032a0004", EapPayload.class).code()).isEqualTo(3);
  }

  @Test
  void truncatedAnywhere() {
    truncated(48, IDENTITY, length -> false);
    truncated(48, CHALLENGE, length -> false);
    refused(48, IDENTITY + "00");
  }
}
