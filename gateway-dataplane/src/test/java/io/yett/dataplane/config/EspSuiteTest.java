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
  })
  void readsAndWritesNames(String name, String written, int keyMaterial) {
    assertThat(Algorithms.checkEspSuite(name)).isEmpty();
    assertThat(EspSuite.parse(name)).hasToString(written);
    assertThat(EspSuite.parse(name).keyMaterialLength()).isEqualTo(keyMaterial);
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
