package io.yett.ike.message;

import static io.yett.ike.message.PayloadTesting.decode;
import static io.yett.ike.message.PayloadTesting.hex;
import static io.yett.ike.message.PayloadTesting.truncated;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Certificate Request payloads (RFC 7296 §3.7). The octets are strongSwan's (the transcripts in
 * test resources) unless said otherwise.
 */
class CertReqPayloadTest {

  private static final String REQUEST = "04 9c6eb9d4cfd3011ad6d5f173219543ffa6d37f9e";

  @Test
  void x509Authority() {
    CertReqPayload request = decode(38, REQUEST, CertReqPayload.class);
    assertThat(request.encoding()).isEqualTo(CertEncoding.X509_SIGNATURE.number());
    assertThat(request.authorities()).isEqualTo(hex("9c6eb9d4cfd3011ad6d5f173219543ffa6d37f9e"));
  }

  @Test
  void truncatedAnywhere() {
    truncated(38, REQUEST, length -> length >= 1);
  }
}
