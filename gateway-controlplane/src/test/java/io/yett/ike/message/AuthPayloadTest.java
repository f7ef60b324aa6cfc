package io.yett.ike.message;

import static io.yett.ike.message.PayloadTesting.decode;
import static io.yett.ike.message.PayloadTesting.truncated;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Authentication payloads (RFC 7296 §3.8). The octets are strongSwan's (the transcripts in test
 * resources) unless said otherwise.
 */
class AuthPayloadTest {

  private static final String SHARED_KEY =
      "02000000 7ebb9e847848b4225793315bd94f8e0e0a2363acfa182a522ed4eb151a6e4c9c";
  private static final String SIGNATURE =
      "0e000000 0c300a06082a8648ce3d040302 304402201e5f9be643866b50c70f9cd9b646ad617a5e88d7eaa067dd"
          + "84342b37c1e76629022073de740ae659b4103672ac0c45c77550f944f9f16930990476bffd99f0bdf8da";

  @Test
  void sharedKey() {
    AuthPayload auth = decode(39, SHARED_KEY, AuthPayload.class);
    assertThat(auth.method()).isEqualTo(AuthMethod.SHARED_KEY_MIC.number());
    assertThat(auth.data()).hasSize(32).startsWith(0x7e, 0xbb, 0x9e);
  }

  @Test
  void digitalSignature() {
    AuthPayload auth = decode(39, SIGNATURE, AuthPayload.class);
    assertThat(auth.method()).isEqualTo(AuthMethod.DIGITAL_SIGNATURE.number());
    assertThat(auth.data()).hasSize(83);
  }

  @Test
  void truncatedAnywhere() {
    truncated(39, SHARED_KEY, length -> length >= 4);
    truncated(39, SIGNATURE, length -> length >= 4);
  }

  @Test
  void showsNoData() {
    assertThat(decode(39, SHARED_KEY, AuthPayload.class).toString())
        .isEqualTo("AuthPayload[36 octets]");
  }
}
