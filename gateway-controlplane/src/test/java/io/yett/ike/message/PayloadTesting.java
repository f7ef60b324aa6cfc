package io.yett.ike.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.ike.message.DecodeResult.Decoded;
import io.yett.ike.message.DecodeResult.Failure;
import io.yett.ike.message.DecodeResult.Reason;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.IntPredicate;

/** Messages put together by hand, without the encoder, around one payload under test. */
final class PayloadTesting {
  private static final int IKE_SA_INIT = 34;

  private PayloadTesting() {}

  static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }

  /** A message with one payload of that type; {@code next} is its own next-payload field. */
  static byte[] message(int type, int next, int flags, byte[] body) {
    int length = 28 + 4 + body.length;
    return ByteBuffer.allocate(length)
        .putLong(0x0123_4567_89ab_cdefL)
        .putLong(0)
        .put((byte) type)
        .put((byte) 0x20)
        .put((byte) IKE_SA_INIT)
        .put((byte) 0x08)
        .putInt(0)
        .putInt(length)
        .put((byte) next)
        .put((byte) flags)
        .putShort((short) (4 + body.length))
        .put(body)
        .array();
  }

  static DecodeResult decode(int type, byte[] body) {
    return IkeDecoder.decode(message(type, 0, 0, body));
  }

  /** Decodes a body, and checks that our encoder gives the same octets back. */
  static <P extends Payload> P decode(int type, String body, Class<P> kind) {
    DecodeResult result = decode(type, hex(body));
    assertThat(result).isInstanceOf(Decoded.class);
    IkeMessage message = ((Decoded) result).message();
    assertThat(message.payloads()).hasSize(1);
    assertThat(IkeEncoder.encode(message)).isEqualTo(message(type, 0, 0, hex(body)));
    Payload payload = message.payloads().get(0);
    assertThat(payload).isInstanceOf(kind);
    assertThat(payload.typeNumber()).isEqualTo(type);
    assertThat(payload.body()).isEqualTo(hex(body));
    return kind.cast(payload);
  }

  static void refused(int type, String body) {
    assertThat(decode(type, hex(body)))
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.reason()).isEqualTo(Reason.SYNTAX));
  }

  /** Cuts the body at every length; only those that {@code valid} names may decode. */
  static void truncated(int type, String body, IntPredicate valid) {
    byte[] whole = hex(body);
    for (int length = 0; length < whole.length; length++) {
      DecodeResult result = decode(type, Arrays.copyOf(whole, length));
      if (valid.test(length)) {
        assertThat(result).as("%d octets", length).isInstanceOf(Decoded.class);
      } else {
        assertThat(result).as("%d octets", length).isInstanceOf(Failure.class);
      }
    }
  }
}
