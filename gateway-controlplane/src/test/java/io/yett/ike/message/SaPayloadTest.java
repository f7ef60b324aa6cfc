package io.yett.ike.message;

import static io.yett.ike.message.PayloadTesting.decode;
import static io.yett.ike.message.PayloadTesting.hex;
import static io.yett.ike.message.PayloadTesting.refused;
import static io.yett.ike.message.PayloadTesting.truncated;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Security Association payloads (RFC 7296 §3.3). The octets are strongSwan's (the transcripts in
 * test resources) unless said otherwise.
 */
class SaPayloadTest {

  private static final String OFFER =
      "00000034 01010005 0300000c 0100000c 800e0100 03000008 0300000e 03000008 02000007"
          + "03000008 04000014 00000008 0400000f";
  private static final String ESP =
      "00000020 01030402 cb536097 0300000c 01000014 800e0100" + "00000008 05000000";

  @Test
  void ikeOffer() {
    SaPayload sa = decode(33, OFFER, SaPayload.class);
    assertThat(sa.proposals())
        .containsExactly(
            new Proposal(
                1,
                ProtocolId.IKE.number(),
                new byte[0],
                List.of(
                    Transform.of(TransformType.ENCR, EncryptionId.AES_CBC.number(), 256),
                    Transform.of(TransformType.INTEG, IntegrityId.HMAC_SHA2_512_256.number()),
                    Transform.of(TransformType.PRF, PrfId.HMAC_SHA2_512.number()),
                    Transform.of(TransformType.KE, KeyExchangeId.ECP_384.number()),
                    Transform.of(TransformType.KE, KeyExchangeId.MODP_3072.number()))));
  }

  @Test
  void espWithSpi() {
    Proposal proposal = decode(33, ESP, SaPayload.class).proposals().get(0);
    assertThat(proposal.is(ProtocolId.ESP)).isTrue();
    assertThat(proposal.spi()).isEqualTo(hex("cb536097"));
    assertThat(proposal.transforms(TransformType.ENCR).get(0).keyBits()).isEqualTo(256);
    assertThat(proposal.transforms(TransformType.SN))
        .containsExactly(Transform.of(TransformType.SN, SequenceNumbersId.NO_ESN.number()));
  }

  @Test
  void twoProposals() {
    // RFC 7296 section 3.3.1: "more" is 2 for all but the last.
    String two = "02" + ESP.substring(2) + ESP.replace("01030402", "02030402");
    assertThat(decode(33, two, SaPayload.class).proposals())
        .extracting(Proposal::number)
        .containsExactly(1, 2);
  }

  @Test
  void unknownTransformsAndAttributesAreKept() {
    Transform transform =
        decode(33, "00000018 01010001 00000010 f1000999 0abc0004 01020304", SaPayload.class)
            .proposals()
            .get(0)
            .transforms()
            .get(0);
    assertThat(transform.type()).isEqualTo(0xf1);
    assertThat(transform.id()).isEqualTo(0x999);
    assertThat(transform.keyBits()).isEqualTo(-1);
    assertThat(transform.hasUnknownAttributes()).isTrue();
  }

  @Test
  void keyLengthInTheLongFormatIsNoKeyLength() {
    Transform transform =
        decode(33, "00000016 01010001 0000000e 01000014 000e0002 0100", SaPayload.class)
            .proposals()
            .get(0)
            .transforms()
            .get(0);
    assertThat(transform.keyBits()).isEqualTo(-1);
    assertThat(transform.hasUnknownAttributes()).isTrue();
  }

  @Test
  void keyLengthTwiceIsNotUnderstood() {
    Transform transform =
        decode(33, "00000018 01010001 00000010 01000014 800e0100 800e0080", SaPayload.class)
            .proposals()
            .get(0)
            .transforms()
            .get(0);
    assertThat(transform.hasUnknownAttributes()).isTrue();
  }

  @Test
  void truncatedAnywhere() {
    truncated(33, OFFER, length -> false);
    truncated(33, ESP, length -> false);
  }

  @Test
  void lengthsAndCountsThatLie() {
    refused(33, "");
    refused(33, "00000007 01010000"); // proposal shorter than its header
    refused(33, "00000024 01030402 cb536097 0300000c 01000014 800e0100 00000008 05000000");
    refused(33, "0000001f 01030402 cb536097 0300000c 01000014 800e0100 00000008 05000000");
    refused(33, "00000020 01030403 cb536097 0300000c 01000014 800e0100 00000008 05000000");
    refused(33, "00000020 01030401 cb536097 0300000c 01000014 800e0100 00000008 05000000");
    refused(33, "00000020 0103ff02 cb536097 0300000c 01000014 800e0100 00000008 05000000");
    refused(33, "02000020 01030402 cb536097 0300000c 01000014 800e0100 00000008 05000000");
    refused(33, "00000020 01030402 cb536097 0300000c 01000014 800e0100 03000008 05000000");
    refused(33, "0000000f 01010001 00000007 010000"); // transform shorter than its header
    refused(33, "00000010 01010001 00000000 01000014"); // transform of length 0
  }

  @Test
  void tooManyProposals() {
    String one = "02000008 01030000";
    refused(33, one.repeat(IkeLimits.MAX_PROPOSALS) + "00000008 01030000");
    String most = one.repeat(IkeLimits.MAX_PROPOSALS - 1) + "00000008 01030000";
    assertThat(decode(33, most, SaPayload.class).proposals()).hasSize(IkeLimits.MAX_PROPOSALS);
  }

  @Test
  void tooManyAttributes() {
    int attributes = IkeLimits.MAX_ATTRIBUTES + 1;
    int transform = 8 + 4 * attributes;
    refused(
        33,
        String.format("0000%04x 01010001 0000%04x 01000014", 8 + transform, transform)
            + "800e0100".repeat(attributes));
  }

  @Test
  void invalidObjectsCannotBeMade() {
    assertThatThrownBy(() -> new SaPayload(List.of())).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Proposal(1, 1, new byte[17], List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Transform(256, 0, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
