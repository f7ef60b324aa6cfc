package io.yett.dataplane.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The names of ESP's algorithms. */
class EspSuiteTest {
  @ParameterizedTest
  @CsvSource({
    "aes128gcm16, aes128gcm16, 20",
    "AES256GCM, aes256gcm16, 36",
    "aes192gcm128, aes192gcm16, 28",
    "chacha20poly1305, chacha20poly1305, 36",
    "aes128-sha256, aes128-sha256, 48",
    "aes192-sha2_384, aes192-sha384, 72",
    "sha512-aes256, aes256-sha512, 96",
    "aes128gcm64, aes128gcm8, 20",
    "aes256gcm96, aes256gcm12, 36",
    "aes192ccm128, aes192ccm16, 27",
    "aes128ccm8, aes128ccm8, 19",
    "aes128ctr-sha1, aes128ctr-sha1, 40",
    "aes256ctr-aesxcbc, aes256ctr-aesxcbc, 52",
    "aes128-aescmac, aes128-aescmac, 32",
    "null-sha, null-sha1, 20",
    "aes256gmac, aes256gmac, 36",
  })
  void readsAndWritesNames(String name, String written, int keyMaterial) {
    assertThat(Algorithms.checkEspSuite(name)).isEmpty();
    assertThat(EspSuite.parse(name)).hasToString(written);
    assertThat(EspSuite.parse(name).keyMaterialLength()).isEqualTo(keyMaterial);
  }

  /** AH has an integrity algorithm alone (RFC 4302). */
  @ParameterizedTest
  @CsvSource({
    "sha256, null-sha256, 32",
    "SHA2_512, null-sha512, 64",
    "sha, null-sha1, 20",
    "aesxcbc, null-aesxcbc, 16",
    "aes192gmac, aes192gmac, 28"
  })
  void readsNamesForAh(String name, String written, int keyMaterial) {
    assertThat(Algorithms.checkAhSuite(name)).isEmpty();
    assertThat(EspSuite.parseAh(name)).hasToString(written);
    assertThat(EspSuite.parseAh(name).keyMaterialLength()).isEqualTo(keyMaterial);
  }

  @ParameterizedTest
  @CsvSource({
    "md5, MUST NOT be used (RFC 8221 section 6",
    "aes128gcm16, is no integrity algorithm for AH",
    "aes128-sha256, is no integrity algorithm for AH",
    "null, is no integrity algorithm for AH",
    "'', is no integrity algorithm for AH"
  })
  void whatAhHasNotIsRefused(String name, String text) {
    assertThat(Algorithms.checkAhSuite(name).orElseThrow()).contains(text);
  }

  /** Served if named, with a word about it. */
  @ParameterizedTest
  @CsvSource({
    "null-sha256, encrypts nothing",
    "aes128gmac, encrypts nothing",
    "aes128-sha1, MUST- (RFC 8221 section 6)",
  })
  void weakSuitesSaySo(String name, String text) {
    assertThat(EspSuite.parse(name).weakness().orElseThrow()).contains(text);
  }

  /** RFC 8221 section 4: nothing is encrypted without being authenticated. */
  @ParameterizedTest
  @CsvSource({"null", "aes128ctr", "aes128gmac-sha256", "aes128ccm16-sha1", "null-aes128gcm16"})
  void whatIsNotWholeIsRefused(String name) {
    assertThat(Algorithms.checkEspSuite(name)).isPresent();
  }

  @Test
  void aProposalAllowsEachEncryptionWithEachIntegrity() {
    assertThat(EspSuite.ofProposal("aes128-aes256-sha256-sha512-x25519-esn"))
        .extracting(EspSuite::toString)
        .containsExactly("aes128-sha256", "aes128-sha512", "aes256-sha256", "aes256-sha512");
    assertThat(EspSuite.ofProposal("aes256gcm16-aes128gcm-chacha20poly1305-noesn"))
        .extracting(EspSuite::toString)
        .containsExactly("aes256gcm16", "aes128gcm16", "chacha20poly1305");
  }
}
