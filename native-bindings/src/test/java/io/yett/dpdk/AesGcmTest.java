package io.yett.dpdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** AES-GCM of DPDK's devices against NIST's vectors, and against the JDK's own AES-GCM. */
class AesGcmTest {
  private static final int TAG = 16;

  @BeforeAll
  static void startDpdk() {
    EalFixture.start();
  }

  private static byte[] bytes(String hex) {
    return hex.equals("-") ? new byte[0] : HexFormat.of().parseHex(hex);
  }

  private static List<String> vectors() throws Exception {
    try (var in = AesGcmTest.class.getResourceAsStream("nist-cavp-gcm.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"crypto_aesni_gcm", "crypto_aesni_mb", "crypto_openssl", "multi_buffer"})
  void agreesWithNist(String driver) throws Exception {
    int checked = 0;
    try (GcmDevice device = new GcmDevice(driver)) {
      for (String line : vectors()) {
        String[] field = line.split(" ", -1);
        byte[] key = bytes(field[1]);
        byte[] iv = bytes(field[2]);
        byte[] aad = bytes(field[4]);
        byte[] ciphertext = bytes(field[5]);
        byte[] tag = bytes(field[6]);
        if (ciphertext.length == 0 || aad.length == 0 || !device.supports(key.length, aad.length)) {
          continue; // ESP has neither; some drivers refuse them
        }
        checked++;
        if (field[0].equals("encrypt")) {
          var result = device.encrypt(key, iv, aad, bytes(field[3]));
          assertThat(result.ok()).as(line).isTrue();
          assertThat(result.text()).as(line).isEqualTo(field[5]);
          assertThat(result.tag()).as(line).isEqualTo(field[6]);
        } else {
          var result = device.decrypt(key, iv, aad, ciphertext, tag);
          assertThat(result.ok()).as(line).isEqualTo(!field[3].equals("FAIL"));
          if (result.ok()) {
            assertThat(result.text()).as(line).isEqualTo(field[3]);
          }
        }
      }
    }
    assertThat(checked).as("vectors that %s was asked", driver).isGreaterThan(100);
  }

  @ParameterizedTest
  @ValueSource(strings = {"crypto_aesni_gcm", "crypto_aesni_mb", "crypto_openssl", "multi_buffer"})
  void agreesWithTheJdkAtEveryLengthOfEsp(String driver) throws Exception {
    Random random = new Random(3);
    try (GcmDevice device = new GcmDevice(driver)) {
      for (int keyLength : new int[] {16, 24, 32}) {
        for (int aadLength : new int[] {8, 12}) {
          assumeThat(device.supports(keyLength, aadLength)).isTrue();
          for (int length = 4; length <= 1500; length += 1 + random.nextInt(24)) {
            byte[] key = random(random, keyLength);
            byte[] iv = random(random, 12);
            byte[] aad = random(random, aadLength);
            byte[] text = random(random, length);
            Cipher jdk = Cipher.getInstance("AES/GCM/NoPadding");
            jdk.init(
                Cipher.ENCRYPT_MODE,
                new SecretKeySpec(key, "AES"),
                new GCMParameterSpec(8 * TAG, iv));
            jdk.updateAAD(aad);
            byte[] expected = jdk.doFinal(text);

            var sealed = device.encrypt(key, iv, aad, text);
            assertThat(sealed.text() + sealed.tag()).isEqualTo(HexFormat.of().formatHex(expected));
            byte[] ciphertext = Arrays.copyOf(expected, length);
            byte[] tag = Arrays.copyOfRange(expected, length, length + TAG);
            assertThat(device.decrypt(key, iv, aad, ciphertext, tag).text())
                .isEqualTo(HexFormat.of().formatHex(text));
            tag[random.nextInt(TAG)] ^= (byte) (1 << random.nextInt(8));
            assertThat(device.decrypt(key, iv, aad, ciphertext, tag).ok()).isFalse();
          }
        }
      }
    }
  }

  private static byte[] random(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
