package io.yett.ike.message;

import static io.yett.ike.message.PayloadTesting.refused;
import static io.yett.ike.message.PayloadTesting.truncated;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Encrypted fragment payloads (RFC 7383 §2.5). The octets are strongSwan's (the transcripts in test
 * resources) unless said otherwise.
 */
class SkfPayloadTest {

  @Test
  void fragmentsOfStrongSwan() {
    List<SkfPayload> fragments =
        new StrongSwanTranscript("fragments")
            .messages().stream()
                .map(octets -> ((DecodeResult.Decoded) IkeDecoder.decode(octets)).message())
                .flatMap(message -> message.first(SkfPayload.class).stream())
                .toList();
    assertThat(fragments).extracting(SkfPayload::fragmentNumber).containsExactly(1, 2, 1, 2, 3);
    assertThat(fragments).extracting(SkfPayload::totalFragments).containsExactly(2, 2, 3, 3, 3);
    // IDi and IDr come first; later fragments name nothing (RFC 7383 section 2.5).
    assertThat(fragments).extracting(SkfPayload::firstInnerType).containsExactly(35, 0, 36, 0, 0);
  }

  @Test
  void numbersThatLie() {
    refused(53, "00000002 0102");
    refused(53, "00030002 0102");
    refused(53, "0001ffff 0102"); // above IkeLimits.MAX_FRAGMENTS
    assertThatThrownBy(() -> new SkfPayload(0, 2, 1, new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void truncatedAnywhere() {
    truncated(53, "00010002 0102030405", length -> length >= 4);
  }
}
