package io.yett.ike.message;

import static io.yett.ike.message.PayloadTesting.hex;
import static io.yett.ike.message.PayloadTesting.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.yett.ike.message.DecodeResult.Authenticated;
import io.yett.ike.message.DecodeResult.Decoded;
import io.yett.ike.message.DecodeResult.Failure;
import io.yett.ike.message.DecodeResult.Reason;
import io.yett.ike.message.DecodeResult.Unauthenticated;
import io.yett.ike.message.SkOpener.OpenResult;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The header, the chain, and which failure is of which kind (RFC 7296 §2.5, §2.21, §3.1, §3.2). */
class IkeDecoderTest {
  private static final byte[] VENDOR = hex("0102030405060708");

  /** What an opener would say; the octets before the body are not looked at. */
  private static SkOpener opener(OpenResult result) {
    return (message, offset, length) -> result;
  }

  @Test
  void header() {
    byte[] octets = new StrongSwanTranscript("gcm").messages().get(3);
    IkeHeader header = ((Decoded) IkeDecoder.decode(octets)).message().header();
    assertThat(header)
        .isEqualTo(
            new IkeHeader(
                0xb81d8573aae6962aL, 0x9e5d1722b0e7d770L, ExchangeType.IKE_AUTH, false, true, 1));
    assertThat(header).hasToString("IKE_AUTH response 1 b81d8573aae6962a/9e5d1722b0e7d770");
  }

  @Test
  void everyTranscriptTruncatedAtEveryLength() {
    for (byte[] octets : StrongSwanTranscript.allMessages()) {
      for (int length = 0; length < octets.length; length++) {
        assertThat(IkeDecoder.decode(Arrays.copyOf(octets, length)))
            .isInstanceOf(Unauthenticated.class);
      }
    }
  }

  @Test
  void everyPlainMessageTruncatedWithItsLengthFieldSetRight() {
    byte[] octets = new StrongSwanTranscript("gcm").messages().get(0);
    for (int length = 28; length < octets.length; length++) {
      byte[] cut = Arrays.copyOf(octets, length);
      cut[26] = (byte) (length >>> 8);
      cut[27] = (byte) length;
      assertThat(reason(IkeDecoder.decode(cut))).as("%d octets", length).isEqualTo(Reason.SYNTAX);
    }
  }

  @Test
  void trailingOctets() {
    byte[] octets = message(43, 0, 0, VENDOR);
    assertThat(reason(IkeDecoder.decode(Arrays.copyOf(octets, octets.length + 1))))
        .isEqualTo(Reason.SYNTAX);
  }

  @Test
  void higherMajorVersion() {
    byte[] octets = message(43, 0, 0, VENDOR);
    octets[17] = 0x30;
    Failure failure = (Failure) IkeDecoder.decode(octets);
    assertThat(failure.reason()).isEqualTo(Reason.MAJOR_VERSION);
    assertThat(failure.reason().notifyType()).isEqualTo(NotifyType.INVALID_MAJOR_VERSION);
    assertThat(failure.number()).isEqualTo(3);
    assertThat(failure.header().initiatorSpi()).isEqualTo(0x0123456789abcdefL);
  }

  @Test
  void higherMinorVersionIsIgnored() {
    byte[] octets = message(43, 0, 0, VENDOR);
    octets[17] = 0x2f;
    assertThat(IkeDecoder.decode(octets)).isInstanceOf(Decoded.class);
  }

  @Test
  void ikeVersion1IsDroppedWithoutAnAnswer() {
    byte[] octets = message(43, 0, 0, VENDOR);
    octets[17] = 0x10;
    assertThat(reason(IkeDecoder.decode(octets))).isEqualTo(Reason.OLD_VERSION);
    assertThat(Reason.OLD_VERSION.notifyType()).isNull();
  }

  @Test
  void reservedFlagsAreIgnored() {
    byte[] octets = message(43, 0, 0, VENDOR);
    octets[19] = (byte) 0xdf;
    IkeHeader header = ((Decoded) IkeDecoder.decode(octets)).message().header();
    assertThat(header.fromInitiator()).isTrue();
    assertThat(header.response()).isFalse();
  }

  @Test
  void unknownExchange() {
    byte[] octets = message(43, 0, 0, VENDOR);
    octets[18] = (byte) 240;
    Failure failure = (Failure) IkeDecoder.decode(octets);
    assertThat(failure.reason()).isEqualTo(Reason.EXCHANGE_TYPE);
    assertThat(failure.number()).isEqualTo(240);
  }

  @Test
  void zeroInitiatorSpi() {
    byte[] octets = message(43, 0, 0, VENDOR);
    Arrays.fill(octets, 0, 8, (byte) 0);
    assertThat(reason(IkeDecoder.decode(octets))).isEqualTo(Reason.SYNTAX);
  }

  @Test
  void tooManyPayloads() {
    IkeHeader header = new IkeHeader(1, 0, ExchangeType.IKE_SA_INIT, true, false, 0);
    VendorIdPayload payload = new VendorIdPayload(VENDOR);
    Payload[] most = new Payload[IkeLimits.MAX_PAYLOADS];
    Arrays.fill(most, payload);
    byte[] octets = IkeEncoder.encode(new IkeMessage(header, List.of(most)));
    assertThat(IkeDecoder.decode(octets)).isInstanceOf(Decoded.class);
    Payload[] more = Arrays.copyOf(most, most.length + 1);
    more[most.length] = payload;
    octets = IkeEncoder.encode(new IkeMessage(header, List.of(more)));
    assertThat(reason(IkeDecoder.decode(octets))).isEqualTo(Reason.SYNTAX);
  }

  @Test
  void payloadOfNoLengthDoesNotLoop() {
    byte[] octets = message(43, 43, 0, VENDOR);
    octets[30] = 0;
    octets[31] = 0;
    assertThat(reason(IkeDecoder.decode(octets))).isEqualTo(Reason.SYNTAX);
  }

  @Test
  void headerAloneHasNoPayloads() {
    byte[] octets = Arrays.copyOf(message(0, 0, 0, new byte[0]), 28);
    octets[27] = 28;
    assertThat(((Decoded) IkeDecoder.decode(octets)).message().payloads()).isEmpty();
  }

  @Test
  void unprotectedWhereItMustBeProtected() {
    DecodeResult result =
        IkeDecoder.decodeProtected(message(43, 0, 0, VENDOR), opener(new OpenResult.Forged()));
    assertThat(result).isInstanceOf(Unauthenticated.class);
    assertThat(reason(result)).isEqualTo(Reason.NOT_PROTECTED);
  }

  @Test
  void wrongIcvIsUnauthenticatedAndNotAnswered() {
    DecodeResult result =
        IkeDecoder.decodeProtected(message(46, 43, 0, VENDOR), opener(new OpenResult.Forged()));
    assertThat(result).isInstanceOf(Unauthenticated.class);
    assertThat(reason(result)).isEqualTo(Reason.INTEGRITY);
    assertThat(Reason.INTEGRITY.notifyType()).isNull();
  }

  @Test
  void badPaddingIsAuthenticated() {
    DecodeResult result =
        IkeDecoder.decodeProtected(message(46, 43, 0, VENDOR), opener(new OpenResult.BadPadding()));
    assertThat(result).isInstanceOf(Authenticated.class);
    assertThat(reason(result)).isEqualTo(Reason.SYNTAX);
  }

  @Test
  void malformedInsideIsAuthenticated() {
    DecodeResult result =
        IkeDecoder.decodeProtected(
            message(46, 43, 0, VENDOR), opener(new OpenResult.Opened(hex("000000ff"))));
    assertThat(result).isInstanceOf(Authenticated.class);
    assertThat(reason(result).notifyType()).isEqualTo(NotifyType.INVALID_SYNTAX);
  }

  @Test
  void criticalInsideIsAuthenticatedAndNamed() {
    DecodeResult result =
        IkeDecoder.decodeProtected(
            message(46, 201, 0, VENDOR), opener(new OpenResult.Opened(hex("00800004"))));
    assertThat(result)
        .isEqualTo(
            new Authenticated(
                ((Failure) result).header(),
                Reason.UNSUPPORTED_CRITICAL_PAYLOAD,
                201,
                "critical payload 201 is not understood"));
  }

  @Test
  void encryptedInsideEncryptedIsRefused() {
    for (int type : new int[] {46, 53}) {
      DecodeResult result =
          IkeDecoder.decodeProtected(
              message(46, type, 0, VENDOR),
              opener(new OpenResult.Opened(hex("0000000c 0001000101020304"))));
      assertThat(result).isInstanceOf(Authenticated.class);
      assertThat(reason(result)).isEqualTo(Reason.SYNTAX);
    }
  }

  @Test
  void payloadBesideTheEncryptedIsRefused() {
    IkeHeader header = new IkeHeader(1, 2, ExchangeType.INFORMATIONAL, true, false, 1);
    byte[] octets =
        IkeEncoder.encode(
            new IkeMessage(header, List.of(new VendorIdPayload(VENDOR), new SkPayload(0, VENDOR))));
    DecodeResult result =
        IkeDecoder.decodeProtected(octets, opener(new OpenResult.Opened(new byte[0])));
    assertThat(result).isInstanceOf(Authenticated.class);
    assertThat(reason(result)).isEqualTo(Reason.SYNTAX);
  }

  @Test
  void emptyEncryptedPayload() {
    DecodeResult result =
        IkeDecoder.decodeProtected(
            message(46, 0, 0, VENDOR), opener(new OpenResult.Opened(new byte[0])));
    assertThat(((Decoded) result).message().payloads()).isEmpty();
  }

  private static Reason reason(DecodeResult result) {
    return ((Failure) result).reason();
  }
}
