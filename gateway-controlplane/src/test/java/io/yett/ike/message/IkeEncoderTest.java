package io.yett.ike.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The encoder's bounds; what it writes is held against strongSwan's octets payload by payload. */
class IkeEncoderTest {
  private static final IkeHeader HEADER =
      new IkeHeader(1, 2, ExchangeType.INFORMATIONAL, false, true, 0xfedcba98);

  /** Seals nothing: octets of overhead stand for IV and ICV. */
  private static final SkSealer SEALER =
      new SkSealer() {
        @Override
        public int sealedLength(int plaintextLength) {
          return plaintextLength + 24;
        }

        @Override
        public void seal(byte[] message, int bodyOffset, byte[] plaintext) {
          System.arraycopy(plaintext, 0, message, bodyOffset + 8, plaintext.length);
        }
      };

  private static IkeMessage message(int payloads, int octets) {
    return new IkeMessage(
        HEADER, Collections.nCopies(payloads, new VendorIdPayload(new byte[octets])));
  }

  @Test
  void headerOfAResponse() {
    byte[] octets = IkeEncoder.encode(new IkeMessage(HEADER, List.of()));
    assertThat(octets)
        .isEqualTo(
            PayloadTesting.hex("0000000000000001 0000000000000002 00 20 25 20 fedcba98 0000001c"));
  }

  @Test
  void headersThatTheSealerFinds() {
    byte[] octets = IkeEncoder.encodeProtected(message(1, 4), SEALER);
    // Header, SK, room for the IV, a Vendor ID of 4 zeros, room for the ICV.
    assertThat(octets)
        .isEqualTo(
            PayloadTesting.hex(
                "0000000000000001 0000000000000002 2e 20 25 20 fedcba98 00000040"
                    + "2b000024 0000000000000000 00000008 00000000"
                    + "00000000000000000000000000000000"));
  }

  @Test
  void messagesThatAreTooLong() {
    int most = IkeLimits.MAX_MESSAGE_OCTETS - 28 - 4;
    assertThat(IkeEncoder.encode(message(1, most))).hasSize(IkeLimits.MAX_MESSAGE_OCTETS);
    assertThatThrownBy(() -> IkeEncoder.encode(message(1, most + 1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> IkeEncoder.encode(message(1, 70_000)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(IkeEncoder.encodeProtected(message(1, most - 28), SEALER))
        .hasSize(IkeLimits.MAX_MESSAGE_OCTETS);
    assertThatThrownBy(() -> IkeEncoder.encodeProtected(message(1, most - 27), SEALER))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> IkeEncoder.encodeProtected(message(9, 8_000), SEALER))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
