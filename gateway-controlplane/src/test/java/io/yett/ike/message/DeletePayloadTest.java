package io.yett.ike.message;

import static io.yett.ike.message.PayloadTesting.decode;
import static io.yett.ike.message.PayloadTesting.refused;
import static io.yett.ike.message.PayloadTesting.truncated;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Delete payloads (RFC 7296 §3.11). The octets are strongSwan's (the transcripts in test resources)
 * unless said otherwise.
 */
class DeletePayloadTest {

  private static final String CHILD = "03040001 cb536097";

  @Test
  void childSa() {
    DeletePayload delete = decode(42, CHILD, DeletePayload.class);
    assertThat(delete.deletesIkeSa()).isFalse();
    assertThat(delete.protocol()).isEqualTo(ProtocolId.ESP.number());
    assertThat(delete.spis()).containsExactly(0xcb536097);
    assertThat(delete).isEqualTo(DeletePayload.esp(List.of(0xcb536097)));
  }

  @Test
  void ikeSa() {
    DeletePayload delete = decode(42, "01000000", DeletePayload.class);
    assertThat(delete.deletesIkeSa()).isTrue();
    assertThat(delete.spis()).isEmpty();
    assertThat(delete).isEqualTo(DeletePayload.ike());
  }

  @Test
  void severalChildSas() {
    // Put together from RFC 7296 section 3.11.
    assertThat(decode(42, "03040002 cb536097 3f2ef4d3", DeletePayload.class).spis())
        .containsExactly(0xcb536097, 0x3f2ef4d3);
  }

  @Test
  void truncatedAnywhere() {
    truncated(42, CHILD, length -> false);
    truncated(42, "01000000", length -> false);
  }

  @Test
  void fieldsThatLie() {
    refused(42, "03040002 cb536097"); // fewer SPIs than counted
    refused(42, "0304ffff cb536097");
    refused(42, "03040001 cb536097 00"); // more
    refused(42, "03080001 cb53609700000000"); // an ESP SPI has 4 octets
    refused(42, "0300ffff"); // SPIs of no length
    refused(42, "01000001"); // the IKE SA has no SPI here
    refused(42, "01080001 0123456789abcdef");
    refused(42, "00000000");
    refused(42, "04040001 cb536097"); // unknown protocol
    refused(42, "03041001" + "cb536097".repeat(0x1001)); // above IkeLimits.MAX_DELETED_SPIS
    assertThatThrownBy(() -> DeletePayload.esp(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
