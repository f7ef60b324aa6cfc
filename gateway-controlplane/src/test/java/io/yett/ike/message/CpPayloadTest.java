package io.yett.ike.message;

import static io.yett.ike.message.PayloadTesting.decode;
import static io.yett.ike.message.PayloadTesting.hex;
import static io.yett.ike.message.PayloadTesting.refused;
import static io.yett.ike.message.PayloadTesting.truncated;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Configuration payloads (RFC 7296 §3.15). The octets are strongSwan's (the transcripts in test
 * resources) unless said otherwise.
 */
class CpPayloadTest {

  private static final String REQUEST = "01000000 00010000 00080000";
  private static final String REPLY = "02000000 00010004 0a090001 00030004 0a020035";

  @Test
  void request() {
    CpPayload cp = decode(47, REQUEST, CpPayload.class);
    assertThat(cp.cpType()).isEqualTo(CpType.REQUEST.number());
    // INTERNAL_IP4_ADDRESS and INTERNAL_IP6_ADDRESS
    assertThat(cp.attributes())
        .containsExactly(
            new CpPayload.Attribute(1, new byte[0]), new CpPayload.Attribute(8, new byte[0]));
  }

  @Test
  void reply() {
    CpPayload cp = decode(47, REPLY, CpPayload.class);
    assertThat(cp.cpType()).isEqualTo(CpType.REPLY.number());
    assertThat(cp.attributes())
        .containsExactly(
            new CpPayload.Attribute(1, hex("0a090001")),
            new CpPayload.Attribute(3, hex("0a020035")));
  }

  @Test
  void truncatedAnywhere() {
    truncated(47, REQUEST, length -> length == 4 || length == 8);
    truncated(47, REPLY, length -> length == 4 || length == 12);
  }

  @Test
  void tooManyAttributes() {
    refused(47, "01000000" + "00010000".repeat(IkeLimits.MAX_CP_ATTRIBUTES + 1));
  }
}
