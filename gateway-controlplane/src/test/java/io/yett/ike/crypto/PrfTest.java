package io.yett.ike.crypto;

import static io.yett.ike.crypto.Vectors.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** HMAC as PRF, and prf+. */
class PrfTest {
  static List<Map<String, String>> hmac() {
    return Vectors.read("hmac.vectors");
  }

  @ParameterizedTest
  @MethodSource("hmac")
  void rfc4231(Map<String, String> vector) {
    Prf prf = Prf.valueOf(vector.get("prf"));
    byte[] message = hex(vector.get("msg"));
    byte[] head = Arrays.copyOf(message, message.length / 2);
    byte[] tail = Arrays.copyOfRange(message, head.length, message.length);
    assertThat(prf.compute(hex(vector.get("key")), head, tail)).isEqualTo(hex(vector.get("md")));
  }

  @Test
  void emptyKey() {
    // HMAC_SHA256("", ""), as widely published, e.g. in Python's and Wikipedia's examples.
    assertThat(Prf.HMAC_SHA2_256.compute(new byte[0], new byte[0]))
        .isEqualTo(hex("b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"));
  }

  @Test
  void prfPlusIsTheExpandStepOfHkdf() {
    // RFC 5869 appendix A.1 to A.3: HKDF-Expand is the same construction as prf+.
    expand(
        "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5",
        "f0f1f2f3f4f5f6f7f8f9",
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
    expand(
        "06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244",
        "b0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecf"
            + "d0d1d2d3d4d5d6d7d8d9dadbdcdddedfe0e1e2e3e4e5e6e7e8e9eaebecedeeef"
            + "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff",
        "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c"
            + "59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71"
            + "cc30c58179ec3e87c14c01d5c1f3434f1d87");
  }

  private static void expand(String key, String seed, String expected) {
    byte[] output = hex(expected);
    for (int length = 0; length <= output.length; length++) {
      assertThat(Prf.HMAC_SHA2_256.expand(hex(key), hex(seed), length))
          .isEqualTo(Arrays.copyOf(output, length));
    }
  }

  @Test
  void prfPlusEndsAt255Blocks() {
    byte[] key = new byte[32];
    assertThat(Prf.HMAC_SHA2_256.expand(key, key, 255 * 32)).hasSize(255 * 32);
    assertThatThrownBy(() -> Prf.HMAC_SHA2_256.expand(key, key, 255 * 32 + 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Prf.HMAC_SHA2_256.expand(key, key, -1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
