package io.yett.ike.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yett.ike.message.Proposal;
import io.yett.ike.message.Transform;
import io.yett.ike.message.TransformType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proposals as users write them, and what is refused with which words. */
class ProposalTextTest {
  private static List<Transform> ike(String text) {
    return IkeProposals.parse(List.of(text)).offer(0).proposals().get(0).transforms();
  }

  private static List<Transform> esp(String text) {
    return ChildProposals.parse(List.of(text)).offer(0x1000, true).proposals().get(0).transforms();
  }

  @Test
  void aead() {
    assertThat(ike("aes256gcm16-prfsha384-x25519"))
        .containsExactly(
            Transform.of(TransformType.ENCR, 20, 256),
            Transform.of(TransformType.PRF, 6),
            Transform.of(TransformType.KE, 31));
  }

  @Test
  void prfFollowsTheHash() {
    assertThat(ike("aes128-sha256-modp2048"))
        .containsExactly(
            Transform.of(TransformType.ENCR, 12, 128),
            Transform.of(TransformType.PRF, 5),
            Transform.of(TransformType.INTEG, 12),
            Transform.of(TransformType.KE, 14));
  }

  @Test
  void explicitPrfWins() {
    assertThat(ike("aes256-sha512-prfsha256-ecp384"))
        .containsExactly(
            Transform.of(TransformType.ENCR, 12, 256),
            Transform.of(TransformType.PRF, 5),
            Transform.of(TransformType.INTEG, 14),
            Transform.of(TransformType.KE, 20));
  }

  @Test
  void severalOfAKindKeepTheirOrder() {
    assertThat(ike("AES256GCM16-aes128gcm16-prfsha512-ecp521-curve25519-x25519"))
        .containsExactly(
            Transform.of(TransformType.ENCR, 20, 256),
            Transform.of(TransformType.ENCR, 20, 128),
            Transform.of(TransformType.PRF, 7),
            Transform.of(TransformType.KE, 21),
            Transform.of(TransformType.KE, 31));
  }

  @Test
  void esp() {
    assertThat(esp("aes256gcm16-esn"))
        .containsExactly(
            Transform.of(TransformType.ENCR, 20, 256), Transform.of(TransformType.SN, 1));
    assertThat(esp("aes128gcm16-noesn"))
        .containsExactly(
            Transform.of(TransformType.ENCR, 20, 128), Transform.of(TransformType.SN, 0));
    // Without a word about it, both are offered.
    assertThat(esp("aes192gcm128-modp3072"))
        .containsExactly(
            Transform.of(TransformType.ENCR, 20, 192),
            Transform.of(TransformType.KE, 15),
            Transform.of(TransformType.SN, 1),
            Transform.of(TransformType.SN, 0));
  }

  /** RFC 7634 section 5: no key length. RFC 7296 section 3.3.2: encryption and integrity. */
  @Test
  void otherAlgorithmsOfEsp() {
    assertThat(esp("chacha20poly1305-esn"))
        .containsExactly(Transform.of(TransformType.ENCR, 28), Transform.of(TransformType.SN, 1));
    assertThat(esp("aes128-sha256-noesn"))
        .containsExactly(
            Transform.of(TransformType.ENCR, 12, 128),
            Transform.of(TransformType.INTEG, 12),
            Transform.of(TransformType.SN, 0));
  }

  /** Served for ESP if named; IKE SAs have no use for them. */
  @ParameterizedTest
  @CsvSource({
    "aes128gcm8, 18, 128, 0",
    "aes256gcm96, 19, 256, 0",
    "aes128ccm64, 14, 128, 0",
    "aes256ccm12, 15, 256, 0",
    "aes192ccm16, 16, 192, 0",
    "aes256gmac, 21, 256, 0",
    "aes128ctr-aesxcbc, 13, 128, 5",
    "aes128-aescmac, 12, 128, 8",
    "aes256-sha1, 12, 256, 2",
    "null-sha256, 11, 0, 12",
  })
  void algorithmsOfEspAlone(String text, int encryption, int keyBits, int integrity) {
    List<Transform> transforms = esp(text + "-noesn");
    assertThat(transforms.get(0))
        .isEqualTo(
            keyBits == 0
                ? Transform.of(TransformType.ENCR, encryption)
                : Transform.of(TransformType.ENCR, encryption, keyBits));
    assertThat(transforms).hasSize(integrity == 0 ? 2 : 3);
    if (integrity != 0) {
      assertThat(transforms).contains(Transform.of(TransformType.INTEG, integrity));
    }
    assertThatThrownBy(() -> ike(text + "-prfsha256-x25519"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** RFC 7296 section 2.17: what an agreed suite takes from KEYMAT, and its name. */
  @ParameterizedTest
  @CsvSource({
    "aes128gcm8, 20, 0",
    "aes192ccm16, 27, 0",
    "aes256gmac, 36, 0",
    "aes128ctr-aesxcbc, 20, 16",
    "aes256-sha1, 32, 20",
    "null-sha256, 0, 32",
  })
  void anAgreedSuiteHasItsKeys(String text, int encryptionKey, int integrityKey) throws Exception {
    ChildProposals proposals = ChildProposals.parse(List.of(text + "-esn"));
    ChildSuite suite = proposals.choose(proposals.offer(0x1000, true), 0x2000, true).suite();
    assertThat(suite).hasToString(text + "-esn");
    assertThat(suite.encryptionKeyLength()).isEqualTo(encryptionKey);
    assertThat(suite.integrityKeyLength()).isEqualTo(integrityKey);
  }

  @Test
  void noKeyExchangeInIkeAuth() {
    assertThat(
            ChildProposals.parse(List.of("aes256gcm16-x25519-esn"))
                .offer(0x1000, false)
                .proposals()
                .get(0)
                .transforms(TransformType.KE))
        .isEmpty();
  }

  @Test
  void proposalsAreNumberedFromOne() {
    assertThat(
            IkeProposals.parse(List.of("aes256gcm16-prfsha384-x25519", "aes128-sha256-modp2048"))
                .offer(0)
                .proposals())
        .extracting(Proposal::number)
        .containsExactly(1, 2);
  }

  @Test
  void defaultsAreStrongAndHoldTheMustsOfRfc8247() {
    List<Proposal> proposals = IkeProposals.parse(List.of()).offer(0).proposals();
    assertThat(proposals.get(1).transforms())
        .contains(
            Transform.of(TransformType.ENCR, 12, 256),
            Transform.of(TransformType.PRF, 5),
            Transform.of(TransformType.INTEG, 12),
            Transform.of(TransformType.KE, 14));
    assertThat(IkeProposals.parse(List.of()).firstKeyExchange())
        .isEqualTo(KeyExchangeMethod.X25519);
    assertThat(ChildProposals.parse(List.of()).firstKeyExchange()).isNull();
    assertThat(ChildProposals.parse(List.of()).offer(0x1000, true).proposals().get(0).transforms())
        .contains(Transform.of(TransformType.ENCR, 20, 128));
  }

  @ParameterizedTest
  @CsvSource({
    "des-sha256-modp2048, des, RFC 8247",
    "3des-sha256-modp2048, 3des, RFC 8221",
    "aes128-md5-modp2048, md5, RFC 8247",
    "aes128-sha1-modp2048, sha1, RFC 8247",
    "aes128gcm16-prfmd5-x25519, prfmd5, RFC 8247",
    "aes128gcm16-prfsha1-x25519, prfsha1, RFC 8247",
    "aes128-sha256-modp768, modp768, RFC 8247",
    "aes128-sha256-modp1024, modp1024, RFC 8247",
    "aes128-sha256-modp1536, modp1536, RFC 8247",
    "aes128-sha256-modp1024s160, modp1024s160, RFC 8247",
    "blowfish256-sha256-modp2048, blowfish256, RFC 8221"
  })
  void weakAlgorithmsAreRefusedByNameWithTheRfc(String text, String name, String rfc) {
    assertThatThrownBy(() -> ike(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("proposal \"" + text + "\": " + name + " is refused: ")
        .hasMessageContaining(rfc)
        .hasMessageContaining("; use ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "aes256gcm16-prfsha384          | it has no key exchange; add e.g. x25519",
        "aes256gcm16-x25519             | it has no PRF; add e.g. prfsha256",
        "prfsha256-x25519               | it has no encryption; add e.g. aes256gcm16",
        "aes128-prfsha256-x25519        | aes128 needs an integrity algorithm; add e.g. sha256",
        "aes256gcm16-sha384-x25519      | aes256gcm16 has its own integrity; write prfsha384 for the"
            + " PRF, found sha384",
        "aes256gcm16-aes128-sha256-x25519 | aes128 cannot share a proposal with aes256gcm16, which"
            + " has its own integrity; write two",
        "aes256gcm16-prfsha384-x25519-esn | esn and noesn are for ESP; leave them out"
      })
  void badIkeCombinations(String text, String why) {
    assertThatThrownBy(() -> ike(text)).hasMessage("proposal \"" + text + "\": " + why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "aes128-esn              | aes128 needs an integrity algorithm; add e.g. sha256",
        "chacha20poly1305-sha256 | chacha20poly1305 has its own integrity; leave it out, found"
            + " sha256",
        "aes256gcm16-prfsha384   | a PRF is for IKE; leave it out",
        "aes256gcm16-sha256      | aes256gcm16 has its own integrity; leave it out, found"
            + " sha256"
      })
  void badEspCombinations(String text, String why) {
    assertThatThrownBy(() -> esp(text)).hasMessage("proposal \"" + text + "\": " + why);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "aes256gcm16--x25519", "aes512gcm16-x25519", "aes256gcm16-x448"})
  void unknownWordsAreAnsweredWithTheKnown(String text) {
    assertThatThrownBy(() -> ike(text))
        .hasMessageStartingWith("proposal \"" + text + "\": unknown algorithm \"")
        .hasMessageContaining("known are aes128gcm16, ")
        .hasMessageContaining("x25519")
        .hasMessageNotContaining("noesn");
    assertThatThrownBy(() -> esp(text)).hasMessageContaining("noesn");
  }

  @Test
  void suitesArePrintedAsTheyAreWritten() {
    for (String text :
        List.of("aes256gcm16-prfsha384-x25519", "aes192-sha512-prfsha256-modp4096")) {
      IkeProposals proposals = IkeProposals.parse(List.of(text));
      assertThat(IkeProposals.parse(List.of(text)).offers(proposals.firstKeyExchange())).isTrue();
    }
    assertThat(new ChildSuite(Encryption.AES_GCM_16, 256, null, KeyExchangeMethod.ECP_256, false))
        .hasToString("aes256gcm16-ecp256-noesn");
    assertThat(new ChildSuite(Encryption.CHACHA20_POLY1305, 256, null, null, true))
        .hasToString("chacha20poly1305-esn");
    assertThat(new ChildSuite(Encryption.AES_CBC, 128, Integrity.HMAC_SHA2_256_128, null, true))
        .hasToString("aes128-sha256-esn");
  }
}
