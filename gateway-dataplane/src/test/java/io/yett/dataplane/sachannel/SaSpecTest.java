package io.yett.dataplane.sachannel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which algorithms and keys make an SA. */
class SaSpecTest {
  private static SaSpec sa(EncryptionAlgorithm encryption, IntegrityAlgorithm integrity, int key) {
    byte[] material = new byte[key];
    material[0] = 1;
    List<TrafficSelector> any =
        List.of(TrafficSelector.ofRange(Samples.v4(0, 0, 0, 0), Samples.v4(255, 255, 255, 255)));
    return new SaSpec(
        SaDirection.INBOUND,
        0x1000,
        1,
        "test",
        encryption,
        integrity,
        material,
        Samples.v4(192, 0, 2, 1),
        Samples.v4(192, 0, 2, 2),
        null,
        false,
        64,
        SaLifetime.UNLIMITED,
        any,
        any);
  }

  @ParameterizedTest
  @CsvSource({
    "AES_GCM_16, NONE, 20, 128, 16",
    "AES_GCM_16, NONE, 36, 256, 16",
    "CHACHA20_POLY1305, NONE, 36, 256, 16",
    "AES_CBC, HMAC_SHA2_256_128, 48, 128, 16",
    "AES_CBC, HMAC_SHA2_384_192, 72, 192, 24",
    "AES_CBC, HMAC_SHA2_512_256, 96, 256, 32",
    "AES_GCM_8, NONE, 20, 128, 8",
    "AES_GCM_12, NONE, 36, 256, 12",
    "AES_CCM_8, NONE, 19, 128, 8",
    "AES_CCM_16, NONE, 27, 192, 16",
    "AES_CTR, HMAC_SHA1_96, 40, 128, 12",
    "AES_CTR, AES_XCBC_96, 52, 256, 12",
    "AES_CBC, AES_CMAC_96, 32, 128, 12",
    "NULL, HMAC_SHA2_256_128, 32, 0, 16",
    "NULL_AUTH_AES_GMAC, NONE, 36, 256, 16",
  })
  void keyMaterialIsKeySaltAndIntegrityKey(
      EncryptionAlgorithm encryption,
      IntegrityAlgorithm integrity,
      int octets,
      int keyBits,
      int icvLength) {
    SaSpec spec = sa(encryption, integrity, octets);
    assertThat(spec.keyBits()).isEqualTo(keyBits);
    assertThat(spec.icvLength()).isEqualTo(icvLength);
    assertThat(spec.copy().integrity()).isEqualTo(integrity);
    spec.wipe();
    assertThat(spec.wiped()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "AES_GCM_16, NONE, 16",
    "AES_GCM_16, NONE, 32",
    "CHACHA20_POLY1305, NONE, 20",
    "CHACHA20_POLY1305, NONE, 32",
    "AES_CBC, HMAC_SHA2_256_128, 16",
    "AES_CBC, HMAC_SHA2_256_128, 52",
    "AES_CBC, HMAC_SHA2_512_256, 48",
  })
  void aKeyOfAnotherLengthIsRefused(
      EncryptionAlgorithm encryption, IntegrityAlgorithm integrity, int octets) {
    assertThatThrownBy(() -> sa(encryption, integrity, octets))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found " + octets + " octets in all");
  }

  @Test
  void nothingGoesWithoutIntegrity() {
    assertThatThrownBy(() -> sa(EncryptionAlgorithm.AES_CBC, IntegrityAlgorithm.NONE, 16))
        .hasMessage("AES_CBC needs an integrity algorithm beside it (RFC 8221 section 4)");
    assertThatThrownBy(() -> sa(EncryptionAlgorithm.NULL, IntegrityAlgorithm.NONE, 16))
        .hasMessage("NULL needs an integrity algorithm beside it (RFC 8221 section 4)");
    assertThatThrownBy(
            () -> sa(EncryptionAlgorithm.AES_GCM_16, IntegrityAlgorithm.HMAC_SHA2_256_128, 52))
        .hasMessage("AES_GCM_16 has its own integrity; HMAC_SHA2_256_128 cannot stand beside it");
  }

  @Test
  void numbersThatAreNotServedAreRefused() {
    assertThatThrownBy(() -> EncryptionAlgorithm.ofTransformId(3))
        .hasMessage("unsupported ESP encryption transform 3");
    assertThatThrownBy(() -> IntegrityAlgorithm.ofTransformId(1))
        .hasMessage("unsupported ESP integrity transform 1");
  }
}
