package io.yett.ike.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yett.ike.error.NoProposalChosenException;
import io.yett.ike.message.Proposal;
import io.yett.ike.message.ProtocolId;
import io.yett.ike.message.SaPayload;
import io.yett.ike.message.Transform;
import io.yett.ike.message.TransformAttribute;
import io.yett.ike.message.TransformType;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The choice of a suite from an offer, and the check of an answer (RFC 7296 §2.7, §3.3). */
class NegotiationTest {
  private static final Transform GCM_128 = Transform.of(TransformType.ENCR, 20, 128);
  private static final Transform GCM_256 = Transform.of(TransformType.ENCR, 20, 256);
  private static final Transform CBC_128 = Transform.of(TransformType.ENCR, 12, 128);
  private static final Transform SHA_256 = Transform.of(TransformType.INTEG, 12);
  private static final Transform INTEG_NONE = Transform.of(TransformType.INTEG, 0);
  private static final Transform PRF_256 = Transform.of(TransformType.PRF, 5);
  private static final Transform PRF_384 = Transform.of(TransformType.PRF, 6);
  private static final Transform X25519 = Transform.of(TransformType.KE, 31);
  private static final Transform MODP_2048 = Transform.of(TransformType.KE, 14);
  private static final Transform KE_NONE = Transform.of(TransformType.KE, 0);
  private static final Transform ESN = Transform.of(TransformType.SN, 1);
  private static final Transform NO_ESN = Transform.of(TransformType.SN, 0);

  private static final byte[] SPI = {1, 2, 3, 4};

  private static Proposal ike(int number, Transform... transforms) {
    return new Proposal(number, ProtocolId.IKE.number(), new byte[0], List.of(transforms));
  }

  private static Proposal esp(int number, Transform... transforms) {
    return new Proposal(number, ProtocolId.ESP.number(), SPI, List.of(transforms));
  }

  private static SaPayload sa(Proposal... proposals) {
    return new SaPayload(List.of(proposals));
  }

  private static IkeProposals ike(String... texts) {
    return IkeProposals.parse(Arrays.asList(texts));
  }

  private static ChildProposals child(String... texts) {
    return ChildProposals.parse(Arrays.asList(texts));
  }

  private static void refused(IkeProposals ours, SaPayload offer) {
    assertThatThrownBy(() -> ours.choose(offer, 0)).isInstanceOf(NoProposalChosenException.class);
  }

  private static void refused(ChildProposals ours, SaPayload offer, boolean withKeyExchange) {
    assertThatThrownBy(() -> ours.choose(offer, 0x1000, withKeyExchange))
        .isInstanceOf(NoProposalChosenException.class);
  }

  @Test
  void answersOwnOffers() throws Exception {
    for (String text :
        List.of(
            "aes256gcm16-prfsha384-x25519",
            "aes128-sha256-prfsha256-modp2048",
            "aes192-sha384-prfsha512-ecp521")) {
      IkeProposals proposals = ike(text);
      IkeChoice choice = proposals.choose(proposals.offer(0), 0);
      assertThat(choice.suite()).hasToString(text);
      assertThat(proposals.accept(choice.answer(), false).suite()).isEqualTo(choice.suite());
    }
  }

  @Test
  void ourPreferenceDecides() throws Exception {
    SaPayload offer =
        sa(
            ike(1, CBC_128, PRF_256, SHA_256, MODP_2048),
            ike(2, GCM_128, PRF_256, X25519, MODP_2048),
            ike(3, GCM_256, GCM_128, PRF_256, PRF_384, MODP_2048, X25519));
    IkeChoice choice =
        ike("aes256gcm16-aes128gcm16-prfsha384-prfsha256-x25519-modp2048").choose(offer, 0);
    assertThat(choice.suite()).hasToString("aes256gcm16-prfsha384-x25519");
    assertThat(choice.proposal().number()).isEqualTo(3);
    assertThat(choice.answer()).isEqualTo(sa(ike(3, GCM_256, PRF_384, X25519)));
    choice = ike("aes128-sha256-modp2048", "aes256gcm16-prfsha384-x25519").choose(offer, 0);
    assertThat(choice.suite()).hasToString("aes128-sha256-prfsha256-modp2048");
    assertThat(choice.proposal().number()).isEqualTo(1);
  }

  /** CVE-2024-3652: the negotiated suite is valid as a whole, its key length above all. */
  @Test
  void keyLengthsThatAreMissingZeroOrOddMatchNothing() {
    IkeProposals ours = ike("aes256gcm16-aes128gcm16-prfsha256-x25519", "aes128-sha256-x25519");
    for (int encryption : new int[] {20, 12}) {
      for (int bits : new int[] {0, 1, 64, 127, 129, 512, 65_535}) {
        Transform odd = Transform.of(TransformType.ENCR, encryption, bits);
        refused(ours, sa(ike(1, odd, PRF_256, SHA_256, X25519)));
        refused(ours, sa(ike(1, odd, PRF_256, X25519)));
      }
      Transform missing = Transform.of(TransformType.ENCR, encryption);
      refused(ours, sa(ike(1, missing, PRF_256, SHA_256, X25519)));
      refused(ours, sa(ike(1, missing, PRF_256, X25519)));
    }
    refused(child("aes128gcm16"), sa(esp(1, Transform.of(TransformType.ENCR, 20), ESN)), true);
    refused(child("aes128gcm16"), sa(esp(1, Transform.of(TransformType.ENCR, 20, 0), ESN)), true);
  }

  @Test
  void suitesThatCannotBeAreNotMade() {
    assertThatThrownBy(() -> suite(Encryption.AES_GCM_16, 0, null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> suite(Encryption.AES_GCM_16, 256, Integrity.HMAC_SHA2_256_128))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> suite(Encryption.AES_CBC, 256, null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ChildSuite(Encryption.AES_CBC, 128, null, null, true))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static IkeSuite suite(Encryption encryption, int bits, Integrity integrity) {
    return new IkeSuite(encryption, bits, integrity, Prf.HMAC_SHA2_256, KeyExchangeMethod.X25519);
  }

  @Test
  void aeadGoesWithoutIntegrityAndCbcWithIt() throws Exception {
    IkeProposals gcm = ike("aes128gcm16-prfsha256-x25519");
    refused(gcm, sa(ike(1, GCM_128, PRF_256, SHA_256, X25519)));
    // RFC 7296 section 3.3.3 and RFC 5282 section 8: NONE may be said.
    IkeChoice choice = gcm.choose(sa(ike(1, GCM_128, PRF_256, INTEG_NONE, X25519)), 0);
    assertThat(choice.suite().integrity()).isNull();
    assertThat(choice.answer()).isEqualTo(sa(ike(1, GCM_128, PRF_256, INTEG_NONE, X25519)));
    IkeProposals cbc = ike("aes128-sha256-x25519");
    refused(cbc, sa(ike(1, CBC_128, PRF_256, X25519)));
    refused(cbc, sa(ike(1, CBC_128, PRF_256, INTEG_NONE, X25519)));
  }

  @Test
  void unknownTransformTypeSpoilsItsProposalOnly() throws Exception {
    Transform unknown = new Transform(200, 1, List.of());
    IkeProposals ours = ike("aes128gcm16-prfsha256-x25519");
    refused(ours, sa(ike(1, GCM_128, PRF_256, X25519, unknown)));
    refused(ours, sa(ike(1, GCM_128, PRF_256, X25519, ESN)));
    assertThat(
            ours.choose(
                    sa(ike(1, GCM_128, PRF_256, X25519, unknown), ike(2, GCM_128, PRF_256, X25519)),
                    0)
                .proposal()
                .number())
        .isEqualTo(2);
  }

  @Test
  void unknownAttributeSpoilsItsTransformOnly() throws Exception {
    Transform strange =
        new Transform(
            1,
            20,
            List.of(
                TransformAttribute.keyLength(128),
                TransformAttribute.variable(99, new byte[] {1})));
    Transform twice =
        new Transform(
            1, 20, List.of(TransformAttribute.keyLength(128), TransformAttribute.keyLength(128)));
    IkeProposals ours = ike("aes128gcm16-prfsha256-x25519");
    refused(ours, sa(ike(1, strange, twice, PRF_256, X25519)));
    assertThat(ours.choose(sa(ike(1, strange, GCM_128, PRF_256, X25519)), 0).suite().keyBits())
        .isEqualTo(128);
  }

  @Test
  void mandatoryTypesMustBeThere() {
    IkeProposals ours = ike("aes128gcm16-prfsha256-x25519");
    refused(ours, sa(ike(1, PRF_256, X25519)));
    refused(ours, sa(ike(1, GCM_128, X25519)));
    refused(ours, sa(ike(1, GCM_128, PRF_256)));
    refused(ours, sa(ike(1, GCM_128, PRF_256, KE_NONE)));
    refused(ours, sa(ike(1)));
    refused(child("aes128gcm16"), sa(esp(1, GCM_128)), true);
    refused(child("aes128gcm16"), sa(esp(1, ESN)), true);
  }

  @Test
  void additionalKeyExchangesMayBeNone() throws Exception {
    // RFC 9370 section 2.2.1: NONE among them makes an additional key exchange optional.
    Transform mlKem = Transform.of(TransformType.ADDKE1, 36);
    Transform none = Transform.of(TransformType.ADDKE1, 0);
    IkeProposals ours = ike("aes128gcm16-prfsha256-x25519");
    refused(ours, sa(ike(1, GCM_128, PRF_256, X25519, mlKem)));
    assertThat(ours.choose(sa(ike(1, GCM_128, PRF_256, X25519, mlKem, none)), 0).answer())
        .isEqualTo(sa(ike(1, GCM_128, PRF_256, X25519, none)));
  }

  @Test
  void spisOfIke() throws Exception {
    IkeProposals ours = ike("aes128gcm16-prfsha256-x25519");
    byte[] eight = {0, 0, 0, 0, 0, 0, 0, 9};
    Proposal rekey = new Proposal(1, 1, eight, List.of(GCM_128, PRF_256, X25519));
    refused(ours, sa(rekey)); // IKE_SA_INIT has no SPI here
    IkeChoice choice = ours.choose(sa(rekey), 0x1234);
    assertThat(choice.proposal().spi()).isEqualTo(eight);
    assertThat(choice.answer().proposals().get(0).spi())
        .isEqualTo(new byte[] {0, 0, 0, 0, 0, 0, 0x12, 0x34});
    for (byte[] bad : List.of(new byte[0], new byte[8], new byte[4])) {
      assertThatThrownBy(() ->
              ours.choose(sa(new Proposal(1, 1, bad, List.of(GCM_128, PRF_256, X25519))), 0x1234))
          .isInstanceOf(NoProposalChosenException.class);
    }
  }

  @Test
  void spisOfEsp() throws Exception {
    ChildProposals ours = child("aes128gcm16-esn");
    assertThat(ours.choose(sa(esp(1, GCM_128, ESN)), 0xc0ffee00, true).peerSpi())
        .isEqualTo(0x01020304);
    // 0..255 are reserved (RFC 4303 section 2.1).
    for (byte[] bad :
        List.of(new byte[0], new byte[4], new byte[] {0, 0, 0, (byte) 255}, new byte[8])) {
      refused(ours, sa(new Proposal(1, 3, bad, List.of(GCM_128, ESN))), true);
    }
    refused(ours, sa(new Proposal(1, 2, SPI, List.of(GCM_128, ESN))), true); // AH
  }

  @Test
  void esn() throws Exception {
    SaPayload both = sa(esp(1, GCM_128, NO_ESN, ESN));
    assertThat(child("aes128gcm16").choose(both, 0x1000, true).suite().esn()).isTrue();
    assertThat(child("aes128gcm16-noesn").choose(both, 0x1000, true).suite().esn()).isFalse();
    refused(child("aes128gcm16-esn"), sa(esp(1, GCM_128, NO_ESN)), true);
  }

  @Test
  void perfectForwardSecrecy() throws Exception {
    ChildProposals pfs = child("aes128gcm16-x25519-esn");
    ChildProposals plain = child("aes128gcm16-esn");
    SaPayload offered = sa(esp(1, GCM_128, X25519, ESN));
    SaPayload optional = sa(esp(1, GCM_128, X25519, KE_NONE, ESN));
    assertThat(pfs.choose(offered, 0x1000, true).suite().keyExchange())
        .isEqualTo(KeyExchangeMethod.X25519);
    refused(pfs, sa(esp(1, GCM_128, ESN)), true);
    refused(pfs, sa(esp(1, GCM_128, MODP_2048, ESN)), true);
    refused(plain, offered, true);
    assertThat(plain.choose(optional, 0x1000, true).suite().keyExchange()).isNull();
    assertThat(pfs.choose(optional, 0x1000, true).suite().keyExchange())
        .isEqualTo(KeyExchangeMethod.X25519);
    // IKE_AUTH has no key exchange of its own (RFC 7296 section 1.2).
    assertThat(pfs.choose(offered, 0x1000, false).answer())
        .isEqualTo(sa(new Proposal(1, 3, new byte[] {0, 0, 0x10, 0}, List.of(GCM_128, ESN))));
  }

  @Test
  void answersMustBeOfTheOffer() throws Exception {
    IkeProposals ours = ike("aes256gcm16-aes128gcm16-prfsha256-x25519", "aes128-sha256-modp2048");
    assertThat(ours.accept(sa(ike(1, GCM_128, PRF_256, X25519)), false).suite().keyBits())
        .isEqualTo(128);
    assertThat(ours.accept(sa(ike(2, CBC_128, SHA_256, PRF_256, MODP_2048)), false).suite())
        .hasToString("aes128-sha256-prfsha256-modp2048");
    for (SaPayload bad :
        List.of(
            sa(ike(1, GCM_128, PRF_256, X25519), ike(2, CBC_128, SHA_256, PRF_256, MODP_2048)),
            sa(ike(0, GCM_128, PRF_256, X25519)),
            sa(ike(3, GCM_128, PRF_256, X25519)),
            sa(ike(2, GCM_128, PRF_256, X25519)), // of another proposal
            sa(ike(1, GCM_128, GCM_256, PRF_256, X25519)), // two of a type
            sa(ike(1, GCM_128, PRF_384, X25519)),
            sa(ike(1, GCM_128, PRF_256, MODP_2048)),
            sa(ike(1, GCM_128, PRF_256)),
            sa(ike(1, Transform.of(TransformType.ENCR, 20), PRF_256, X25519)),
            sa(ike(1, GCM_128, PRF_256, X25519, SHA_256)),
            sa(esp(1, GCM_128, ESN)),
            sa(new Proposal(1, 1, new byte[8], List.of(GCM_128, PRF_256, X25519))))) {
      assertThatThrownBy(() -> ours.accept(bad, false))
          .isInstanceOf(NoProposalChosenException.class);
    }
  }

  @Test
  void childAnswersMustBeOfTheOffer() throws Exception {
    ChildProposals ours = child("aes128gcm16-x25519-esn");
    assertThat(ours.accept(sa(esp(1, GCM_128, ESN)), false).peerSpi()).isEqualTo(0x01020304);
    assertThat(ours.accept(sa(esp(1, GCM_128, X25519, ESN)), true).suite())
        .hasToString("aes128gcm16-x25519-esn");
    for (SaPayload bad : List.of(sa(esp(1, GCM_128, NO_ESN)), sa(esp(1, GCM_128, X25519, ESN)))) {
      assertThatThrownBy(() -> ours.accept(bad, false))
          .isInstanceOf(NoProposalChosenException.class);
    }
    assertThatThrownBy(() -> ours.accept(sa(esp(1, GCM_128, ESN)), true))
        .isInstanceOf(NoProposalChosenException.class);
  }
}
