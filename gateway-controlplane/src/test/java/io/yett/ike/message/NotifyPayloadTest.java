package io.yett.ike.message;

import static io.yett.ike.message.PayloadTesting.decode;
import static io.yett.ike.message.PayloadTesting.hex;
import static io.yett.ike.message.PayloadTesting.refused;
import static io.yett.ike.message.PayloadTesting.truncated;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Notify payloads (RFC 7296 §3.10). The octets are strongSwan's (the transcripts in test resources)
 * unless said otherwise.
 */
class NotifyPayloadTest {

  private static final String NAT_SOURCE = "00004004 080e950eb44924886a899863043eae2d2192bbf5";
  private static final String REKEY_SA = "03044009 cb536097";
  private static final String INVALID_KE = "00000011 000f";

  @Test
  void natDetection() {
    NotifyPayload notify = decode(41, NAT_SOURCE, NotifyPayload.class);
    assertThat(notify.notifyType()).contains(NotifyType.NAT_DETECTION_SOURCE_IP);
    assertThat(notify.isError()).isFalse();
    assertThat(notify.protocol()).isZero();
    assertThat(notify.spi()).isEmpty();
    assertThat(notify.data()).isEqualTo(hex("080e950eb44924886a899863043eae2d2192bbf5"));
  }

  @Test
  void rekeySa() {
    NotifyPayload notify = decode(41, REKEY_SA, NotifyPayload.class);
    assertThat(notify.notifyType()).contains(NotifyType.REKEY_SA);
    assertThat(notify.protocol()).isEqualTo(ProtocolId.ESP.number());
    assertThat(notify.spi32()).contains(0xcb536097);
    assertThat(notify).isEqualTo(NotifyPayload.ofEsp(NotifyType.REKEY_SA, 0xcb536097));
  }

  @Test
  void invalidKePayload() {
    NotifyPayload notify = decode(41, INVALID_KE, NotifyPayload.class);
    assertThat(notify.notifyType()).contains(NotifyType.INVALID_KE_PAYLOAD);
    assertThat(notify.isError()).isTrue();
    assertThat(notify.data()).isEqualTo(hex("000f"));
    assertThat(notify).isEqualTo(NotifyPayload.of(NotifyType.INVALID_KE_PAYLOAD, hex("000f")));
  }

  @Test
  void withoutData() {
    assertThat(decode(41, "00004014", NotifyPayload.class))
        .isEqualTo(NotifyPayload.of(NotifyType.MULTIPLE_AUTH_SUPPORTED));
  }

  @Test
  void unknownTypesAreErrorsOrStatusByTheirNumber() {
    assertThat(decode(41, "00003fff", NotifyPayload.class).isError()).isTrue();
    assertThat(decode(41, "0000a000", NotifyPayload.class).isError()).isFalse();
    assertThat(decode(41, "0000a000", NotifyPayload.class).notifyType()).isEmpty();
  }

  @Test
  void spiThatIsTooLong() {
    refused(41, "03044009 cb5360");
    refused(41, "03ff4009" + "ab".repeat(255));
  }

  @Test
  void truncatedAnywhere() {
    truncated(41, NAT_SOURCE, length -> length >= 4);
    truncated(41, REKEY_SA, length -> false);
    truncated(41, INVALID_KE, length -> length >= 4);
  }
}
