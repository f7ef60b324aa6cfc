package io.yett.ike.message;

import static io.yett.ike.message.PayloadTesting.decode;
import static io.yett.ike.message.PayloadTesting.refused;
import static io.yett.ike.message.PayloadTesting.truncated;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/**
 * Identification payloads (RFC 7296 §3.5). The octets are strongSwan's (the transcripts in test
 * resources) unless said otherwise.
 */
class IdPayloadTest {

  private static final String FQDN = "02000000 7265642e6578616d706c65";
  private static final String EMAIL = "03000000 726564407265642e6578616d706c65";

  @Test
  void fqdnOfTheInitiator() {
    IdPayload id = decode(35, FQDN, IdPayload.class);
    assertThat(id.initiator()).isTrue();
    assertThat(id.idType()).isEqualTo(IdType.FQDN.number());
    assertThat(new String(id.data(), StandardCharsets.US_ASCII)).isEqualTo("red.example");
    assertThat(id).isEqualTo(IdPayload.fqdn(true, "red.example"));
  }

  @Test
  void fqdnOfTheResponder() {
    IdPayload id = decode(36, "02000000 626c75652e6578616d706c65", IdPayload.class);
    assertThat(id.initiator()).isFalse();
    assertThat(id).isEqualTo(IdPayload.fqdn(false, "blue.example"));
    assertThat(id).isNotEqualTo(IdPayload.fqdn(true, "blue.example"));
  }

  @Test
  void email() {
    assertThat(decode(35, EMAIL, IdPayload.class))
        .isEqualTo(IdPayload.email(true, "red@red.example"));
  }

  @Test
  void addresses() throws Exception {
    // Put together from RFC 7296 section 3.5.
    assertThat(decode(35, "01000000 c0000201", IdPayload.class))
        .isEqualTo(IdPayload.address(true, InetAddress.getByName("192.0.2.1")));
    assertThat(decode(36, "05000000 20010db8000000000000000000000001", IdPayload.class))
        .isEqualTo(IdPayload.address(false, InetAddress.getByName("2001:db8::1")));
    refused(35, "01000000 c00002");
    refused(35, "01000000 20010db8000000000000000000000001");
    refused(35, "05000000 c0000201");
  }

  @Test
  void truncatedAnywhere() {
    truncated(35, FQDN, length -> length >= 4);
    truncated(36, EMAIL, length -> length >= 4);
  }
}
