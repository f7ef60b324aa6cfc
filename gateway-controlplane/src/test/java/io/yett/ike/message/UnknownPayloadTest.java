package io.yett.ike.message;

import static io.yett.ike.message.PayloadTesting.decode;
import static io.yett.ike.message.PayloadTesting.hex;
import static io.yett.ike.message.PayloadTesting.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Payloads that are not understood (RFC 7296 §2.5); the octets follow from §3.2. */
class UnknownPayloadTest {

  @Test
  void notCriticalIsSkipped() {
    UnknownPayload payload = decode(200, "0102030405", UnknownPayload.class);
    assertThat(payload.critical()).isFalse();
    assertThat(payload.data()).isEqualTo(hex("0102030405"));
  }

  @Test
  void criticalFailsAndNamesTheType() {
    DecodeResult result = IkeDecoder.decode(message(200, 0, 0x80, hex("0102")));
    assertThat(result)
        .isInstanceOfSatisfying(
            DecodeResult.Unauthenticated.class,
            failure -> {
              assertThat(failure.reason())
                  .isEqualTo(DecodeResult.Reason.UNSUPPORTED_CRITICAL_PAYLOAD);
              assertThat(failure.number()).isEqualTo(200);
            });
  }

  @Test
  void reservedBitsAreIgnored() {
    assertThat(IkeDecoder.decode(message(200, 0, 0x7f, hex("0102"))))
        .isInstanceOf(DecodeResult.Decoded.class);
  }

  @Test
  void criticalBitOfAKnownPayloadIsIgnored() {
    // RFC 7296 section 2.5: it is of no matter where the payload is understood.
    assertThat(IkeDecoder.decode(message(43, 0, 0x80, hex("0102"))))
        .isInstanceOf(DecodeResult.Decoded.class);
  }

  @Test
  void criticalBitIsEncoded() {
    UnknownPayload critical = new UnknownPayload(200, true, hex("0102"));
    IkeHeader header =
        new IkeHeader(0x0123456789abcdefL, 0, ExchangeType.IKE_SA_INIT, true, false, 0);
    assertThat(IkeEncoder.encode(new IkeMessage(header, List.of(critical))))
        .isEqualTo(message(200, 0, 0x80, hex("0102")));
  }

  @Test
  void knownTypesAreNotUnknown() {
    assertThatThrownBy(() -> new UnknownPayload(33, false, new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
