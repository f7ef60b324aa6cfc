package io.yett.ike.message;

import static io.yett.ike.message.PayloadTesting.hex;
import static io.yett.ike.message.PayloadTesting.message;
import static io.yett.ike.message.PayloadTesting.truncated;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Encrypted payloads (RFC 7296 §3.14), sealed. The octets are strongSwan's (the transcripts in test
 * resources) unless said otherwise.
 */
class SkPayloadTest {

  @Test
  void staysSealed() {
    SkPayload sk =
        (SkPayload)
            ((DecodeResult.Decoded) IkeDecoder.decode(message(46, 42, 0, hex("0102030405"))))
                .message()
                .payloads()
                .get(0);
    assertThat(sk.firstInnerType()).isEqualTo(PayloadType.DELETE.number());
    assertThat(sk.sealed()).isEqualTo(hex("0102030405"));
  }

  @Test
  void nothingFollowsIt() {
    byte[] message = message(46, 42, 0, hex("0102030405 00000004"));
    message[31] = 9; // SK ends 4 octets before the message does
    assertThat(IkeDecoder.decode(message)).isInstanceOf(DecodeResult.Unauthenticated.class);
  }

  @Test
  void encodesAsOfStrongSwan() {
    for (byte[] octets : StrongSwanTranscript.allMessages()) {
      IkeMessage message = ((DecodeResult.Decoded) IkeDecoder.decode(octets)).message();
      assertThat(IkeEncoder.encode(message)).isEqualTo(octets);
    }
  }

  @Test
  void truncatedAnywhere() {
    truncated(46, "0102030405060708", length -> true); // the cipher judges what is inside
  }

  @Test
  void mustBeTheLastToEncode() {
    IkeHeader header = new IkeHeader(1, 2, ExchangeType.INFORMATIONAL, true, false, 1);
    SkPayload sk = new SkPayload(0, new byte[40]);
    IkeMessage message = new IkeMessage(header, List.of(sk, DeletePayload.ike()));
    assertThatThrownBy(() -> IkeEncoder.encode(message))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
