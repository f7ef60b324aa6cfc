package io.yett.dpdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.yett.dpdk.CryptoTransform.Auth;
import io.yett.dpdk.MessageBurst.Message;
import io.yett.dpdk.MessageBurst.Result;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * All of ESP's algorithms against published vectors and against the JDK: by the multi-buffer
 * library, many messages of many algorithms at once, and by DPDK's devices.
 */
class EspAlgorithmsTest {
  private static final String CHACHA_KEY =
      "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f";

  @BeforeAll
  static void startDpdk() {
    EalFixture.start();
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  private static Message chain(
      boolean encrypt, byte[] key, byte[] authKey, byte[] iv, byte[] head, byte[] text) {
    Auth auth =
        switch (authKey.length) {
          case 32 -> Auth.SHA256_HMAC;
          case 48 -> Auth.SHA384_HMAC;
          default -> Auth.SHA512_HMAC;
        };
    int digest = authKey.length / 2;
    return new Message(
        CryptoTransform.aesCbc(key.length, auth, authKey.length, digest),
        encrypt,
        key,
        authKey,
        iv,
        head,
        text,
        new byte[digest]);
  }

  private static Message chacha(boolean encrypt, byte[] iv, byte[] aad, byte[] text, byte[] tag) {
    return new Message(
        CryptoTransform.chacha20Poly1305(aad.length),
        encrypt,
        hex(CHACHA_KEY),
        null,
        iv,
        aad,
        text,
        tag);
  }

  /** RFC 7634 appendix A: the payload of an ESP packet, and its SPI and sequence number as AAD. */
  @ParameterizedTest
  @ValueSource(strings = {"multi_buffer", "crypto_chacha20_poly1305", "crypto_aesni_mb"})
  void chachaOfRfc7634(String driver) {
    byte[] plain =
        hex(
            "45000054a6f200004001e778c6336405c000020508005b7a3a080000553bec10"
                + "0007362708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20212223"
                + "2425262728292a2b2c2d2e2f303132333435363701020204");
    byte[] sealed =
        hex(
            "24039428b97f417e3c13753a4f05087b67c352e6a7fab1b982d466ef407ae5c6"
                + "14ee8099d52844eb61aa95dfab4c02f72aa71e7c4c4f64c9befe2facc638e8f3"
                + "cbec163fac469b502773f6fb94e664da9165b82829f641e0");
    byte[] tag = hex("76aaa8266b7fb0f7b11b369907e1ad43");
    byte[] nonce = hex("a0a1a2a31011121314151617");
    byte[] aad = hex("0102030400000005");
    try (MessageBurst burst = new MessageBurst(driver)) {
      assumeThat(burst.device.supports(CryptoTransform.chacha20Poly1305(8))).isTrue();
      Result result = burst.run(chacha(true, nonce, aad, plain, new byte[16]));
      assertThat(result.ok()).isTrue();
      assertThat(result.text()).isEqualTo(sealed);
      assertThat(result.tag()).isEqualTo(tag);
      result = burst.run(chacha(false, nonce, aad, sealed, tag));
      assertThat(result.ok()).isTrue();
      assertThat(result.text()).isEqualTo(plain);
      for (int bit = 0; bit < 128; bit++) {
        byte[] wrong = tag.clone();
        wrong[bit / 8] ^= (byte) (1 << bit % 8);
        assertThat(burst.run(chacha(false, nonce, aad, sealed, wrong)).ok()).isFalse();
      }
    }
  }

  /** RFC 3602 section 4, cases 1 to 4; NIST SP 800-38A sections F.2.1, F.2.3 and F.2.5. */
  @ParameterizedTest
  @CsvSource({
    "06a9214036b8a15b512e03d534120006, 3dafba429d9eb430b422da802c9fac41,"
        + "53696e676c6520626c6f636b206d7367, e353779c1079aeb82708942dbe77181a",
    "c286696d887c9aa0611bbb3e2025a45a, 562e17996d093d28ddb3ba695a2e6f58,"
        + "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f,"
        + "d296cd94c2cccf8a3a863028b5e1dc0a7586602d253cfff91b8266bea6d61ab1",
    "6c3ea0477630ce21a2ce334aa746c2cd, c782dc4c098c66cbd9cd27d825682c81,"
        + "5468697320697320612034382d62797465206d657373616765202865786163746c7920332041455320"
        + "626c6f636b7329,"
        + "d0a02b3836451753d493665d33f0e8862dea54cdb293abc7506939276772f8d5021c19216bad525c85"
        + "79695d83ba2684",
    "56e47a38c5598974bc46903dba290349, 8ce82eefbea0da3c44699ed7db51b7d9,"
        + "a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebf"
        + "c0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedf,"
        + "c30e32ffedc0774e6aff6af0869f71aa0f3af07a9a31a9c684db207eb0ef8e4e"
        + "35907aa632c3ffdf868bb7b29d3d46ad83ce9f9a102ee99d49a53e87f4c3da55",
    "2b7e151628aed2a6abf7158809cf4f3c, 000102030405060708090a0b0c0d0e0f,"
        + "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51,"
        + "7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2",
    "8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b, 000102030405060708090a0b0c0d0e0f,"
        + "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51,"
        + "4f021db243bc633d7178183a9fa071e8b4d9ada9ad7dedf4e5e738763f69145a",
    "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4,"
        + "000102030405060708090a0b0c0d0e0f,"
        + "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51,"
        + "f58c4c04d6e5f1ba779eabfb5f7bfbd69cfc4e967edb808d679f777bc6702c7d",
  })
  void aesCbcOfRfc3602AndNist(String key, String iv, String plain, String sealed) {
    byte[] authKey = hex("0b".repeat(32));
    try (MessageBurst burst = new MessageBurst(CryptoDevice.MULTI_BUFFER)) {
      Message encrypt = chain(true, hex(key), authKey, hex(iv), new byte[0], hex(plain));
      Result result = burst.run(encrypt);
      assertThat(result.text()).isEqualTo(hex(sealed));
      assertThat(JdkCrypto.mac(Auth.SHA256_HMAC, authKey, new byte[0], hex(sealed)))
          .startsWith(result.tag());
      Message decrypt = chain(false, hex(key), authKey, hex(iv), new byte[0], hex(sealed));
      assertThat(burst.run(JdkCrypto.withTag(decrypt, result.tag())).text()).isEqualTo(hex(plain));
    }
  }

  /**
   * RFC 4868 sections 2.7.2.1 to 2.7.2.3, RFC 2202 section 3, RFC 3566 section 4, RFC 4493 section
   * 4: the first octets are authenticated, and nothing is encrypted.
   */
  @ParameterizedTest
  @CsvSource({
    "SHA256_HMAC, 0b*32, 4869205468657265, 198a607eb44bfbc69903a0f1cf2bbdc5",
    "SHA384_HMAC, 0b*48, 4869205468657265," + "b6a8d5636f5c6a7224f9977dcf7ee6c7fb6d0c48cbdee973",
    "SHA512_HMAC, 0b*64, 4869205468657265,"
        + "637edc6e01dce7e6742a99451aae82df23da3e92439e590e43e761b33e910fb8",
    "SHA1_HMAC, 0b*20, 4869205468657265, b617318655057264e28bc0b6",
    "AES_XCBC_MAC, 000102030405060708090a0b0c0d0e0f, 000102, 5b376580ae2f19afe7219cee",
    "AES_XCBC_MAC, 000102030405060708090a0b0c0d0e0f, 000102030405060708090a0b0c0d0e0f,"
        + "d2a246fa349b68a79998a439",
    "AES_XCBC_MAC, 000102030405060708090a0b0c0d0e0f, 000102030405060708090a0b0c0d0e0f10111213,"
        + "47f51b4564966215b8985c63",
    "AES_CMAC, 2b7e151628aed2a6abf7158809cf4f3c, 6bc1bee22e409f96e93d7e117393172a,"
        + "070a16b46b4d4144f79bdd9d",
    "AES_CMAC, 2b7e151628aed2a6abf7158809cf4f3c,"
        + "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411,"
        + "dfa66747de9ae63030ca3261",
  })
  void integrityOfItsRfc(Auth auth, String key, String data, String icv) {
    String[] repeated = key.split("\\*", -1);
    byte[] authKey =
        hex(repeated.length == 1 ? key : repeated[0].repeat(Integer.parseInt(repeated[1])));
    CryptoTransform transform = CryptoTransform.authOnly(auth, authKey.length, hex(icv).length);
    try (MessageBurst burst = new MessageBurst(CryptoDevice.MULTI_BUFFER)) {
      Message message =
          new Message(
              transform,
              true,
              null,
              authKey,
              new byte[0],
              new byte[0],
              hex(data),
              new byte[hex(icv).length]);
      Result result = burst.run(message);
      assertThat(result.ok()).isTrue();
      assertThat(result.tag()).isEqualTo(hex(icv));
      assertThat(result.text()).isEqualTo(hex(data));
      assertThat(JdkCrypto.mac(auth, authKey, new byte[0], hex(data))).startsWith(hex(icv));
    }
  }

  /** RFC 3686 section 6: nonce, IV and a counter from 1 (test vectors 1, 3, 4 and 8). */
  @ParameterizedTest
  @CsvSource({
    "ae6852f8121067cc4bf7a5765577f39e, 00000030000000000000000000000001,"
        + "53696e676c6520626c6f636b206d7367, e4095d4fb7a7b3792d6175a3261311b8",
    "7691be035e5020a8ac6e618529f9a0dc, 00e0017b27777f3f4a1786f000000001,"
        + "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20212223,"
        + "c1cf48a89f2ffdd9cf4652e9efdb72d74540a42bde6d7836d59a5ceaaef3105325b2072f",
    "16af5b145fc9f579c175f93e3bfb0eed863d06ccfdb78515, 0000004836733c147d6d93cb00000001,"
        + "53696e676c6520626c6f636b206d7367, 4b55384fe259c9c84e7935a003cbe928",
    "f6d66d6bd52d59bb0796365879eff886c66dd51a5b6a99744b50590c87a23884,"
        + "00faac24c1585ef15a43d87500000001,"
        + "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f,"
        + "f05e231b3894612c49ee000b804eb2a9b8306b508f839d6a5530831d9344af1c",
  })
  void aesCtrOfRfc3686(String key, String block, String plain, String sealed) {
    byte[] authKey = hex("0b".repeat(20));
    CryptoTransform transform =
        CryptoTransform.aesCtr(hex(key).length, Auth.SHA1_HMAC, authKey.length, 12);
    try (MessageBurst burst = new MessageBurst(CryptoDevice.MULTI_BUFFER)) {
      Message encrypt =
          new Message(
              transform,
              true,
              hex(key),
              authKey,
              hex(block),
              new byte[0],
              hex(plain),
              new byte[12]);
      Result result = burst.run(encrypt);
      assertThat(result.text()).isEqualTo(hex(sealed));
      Message decrypt =
          new Message(
              transform,
              false,
              hex(key),
              authKey,
              hex(block),
              new byte[0],
              hex(sealed),
              result.tag());
      assertThat(burst.run(decrypt).text()).isEqualTo(hex(plain));
    }
  }

  /** Bursts of 1 to 64 messages of all algorithms and lengths, mixed; some with a wrong tag. */
  @ParameterizedTest
  @ValueSource(strings = {"multi_buffer", "crypto_aesni_mb", "crypto_openssl"})
  void mixedBurstsAgreeWithTheJdk(String driver) {
    Random random = new Random(11);
    try (MessageBurst burst = new MessageBurst(driver)) {
      for (int round = 0; round < 40; round++) {
        List<Message> plain = new ArrayList<>();
        int count = 1 + random.nextInt(MessageBurst.MAX);
        while (plain.size() < count) {
          Message message = randomMessage(random);
          if (burst.device.supports(message.transform())) {
            plain.add(message);
          }
        }
        List<Result> sealed = burst.run(plain);
        List<Message> back = new ArrayList<>();
        boolean[] wrong = new boolean[plain.size()];
        for (int i = 0; i < plain.size(); i++) {
          Message m = plain.get(i);
          Result expected = JdkCrypto.seal(m);
          assertThat(sealed.get(i).ok()).isTrue();
          assertThat(sealed.get(i).text()).as(m.transform().describe()).isEqualTo(expected.text());
          assertThat(sealed.get(i).tag()).as(m.transform().describe()).isEqualTo(expected.tag());
          byte[] tag = expected.tag().clone();
          wrong[i] = random.nextInt(4) == 0;
          if (wrong[i]) {
            tag[random.nextInt(tag.length)] ^= (byte) (1 << random.nextInt(8));
          }
          back.add(
              new Message(
                  m.transform(),
                  false,
                  m.key(),
                  m.authKey(),
                  m.iv(),
                  m.head(),
                  expected.text(),
                  tag));
        }
        List<Result> opened = burst.run(back);
        for (int i = 0; i < plain.size(); i++) {
          if (wrong[i]) {
            assertThat(opened.get(i).status()).isEqualTo(Layout.OP_STATUS_AUTH_FAILED);
          } else {
            assertThat(opened.get(i).ok()).isTrue();
            assertThat(opened.get(i).text()).isEqualTo(plain.get(i).text());
          }
        }
      }
    }
  }

  private static Message randomMessage(Random random) {
    int length = 16 * (1 + random.nextInt(random.nextBoolean() ? 8 : 95));
    int shorter = length - 4 * random.nextInt(4);
    byte[] head = random(random, random.nextBoolean() ? 8 : 12);
    int keyLength = 16 + 8 * random.nextInt(3);
    int tag = 8 + 4 * random.nextInt(3);
    return switch (random.nextInt(7)) {
      case 0 -> random(random, CryptoTransform.chacha20Poly1305(head.length), head, shorter);
      case 1 -> random(random, CryptoTransform.aesGcm(keyLength, head.length, tag), head, shorter);
      case 2 -> random(random, CryptoTransform.aesCcm(keyLength, head.length, tag), head, shorter);
      case 3 -> {
        int aad = random.nextInt(2) * head.length;
        yield random(random, CryptoTransform.aesGmac(keyLength, aad), head, shorter);
      }
      case 4 -> {
        Integrity i = integrity(random);
        yield random(
            random, CryptoTransform.aesCtr(keyLength, i.auth, i.key, i.tag), head, shorter);
      }
      case 5 -> {
        Integrity i = integrity(random);
        yield random(random, CryptoTransform.authOnly(i.auth, i.key, i.tag), head, shorter);
      }
      default -> {
        Integrity i = integrity(random);
        byte[] more = random(random, 24);
        yield random(random, CryptoTransform.aesCbc(keyLength, i.auth, i.key, i.tag), more, length);
      }
    };
  }

  private record Integrity(Auth auth, int key, int tag) {}

  private static Integrity integrity(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> new Integrity(Auth.SHA1_HMAC, 20, 12);
      case 1 -> new Integrity(Auth.SHA256_HMAC, 32, 16);
      case 2 -> new Integrity(Auth.SHA384_HMAC, 48, 24);
      case 3 -> new Integrity(Auth.SHA512_HMAC, 64, 32);
      case 4 -> new Integrity(Auth.AES_XCBC_MAC, 16, 12);
      default -> new Integrity(Auth.AES_CMAC, 16, 12);
    };
  }

  private static Message random(Random random, CryptoTransform transform, byte[] head, int length) {
    return new Message(
        transform,
        true,
        random(random, transform.keyLength()),
        random(random, transform.authKeyLength()),
        random(random, transform.ivLength()),
        head,
        random(random, length),
        new byte[transform.digestLength()]);
  }

  private static byte[] random(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Nothing of a message with a wrong ICV is decrypted: a chain is verified first. */
  @Test
  void aChainWithAWrongIcvIsNotDecrypted() {
    byte[] text = hex("00112233445566778899aabbccddeeff");
    try (MessageBurst burst = new MessageBurst(CryptoDevice.MULTI_BUFFER)) {
      Result result =
          burst.run(
              chain(false, new byte[16], hex("0b".repeat(32)), new byte[16], new byte[8], text));
      assertThat(result.status()).isEqualTo(Layout.OP_STATUS_AUTH_FAILED);
      assertThat(result.text()).isEqualTo(text);
    }
  }

  /** What does not fit is an error of that operation alone, and touches nothing. */
  @Test
  void lengthsThatMakeNoSenseFail() {
    byte[] authKey = hex("0b".repeat(32));
    Message good = chain(true, new byte[16], authKey, new byte[16], new byte[8], new byte[32]);
    Message none = chain(true, new byte[16], authKey, new byte[16], new byte[8], new byte[0]);
    Message odd = chain(true, new byte[16], authKey, new byte[16], new byte[8], new byte[33]);
    try (MessageBurst burst = new MessageBurst(CryptoDevice.MULTI_BUFFER)) {
      List<Result> results = burst.run(List.of(none, good, odd, good));
      assertThat(results).extracting(Result::ok).containsExactly(false, true, false, true);
      assertThat(results.get(2).text()).isEqualTo(new byte[33]);
      assertThat(results.get(1).tag()).isEqualTo(JdkCrypto.seal(good).tag());
    }
  }

  @Test
  void whatIsOfferedHasTheRightLengths() {
    CryptoDevice device = CryptoDevice.open(CryptoDevice.MULTI_BUFFER);
    assertThat(device.supports(CryptoTransform.chacha20Poly1305(12))).isTrue();
    assertThat(device.supports(CryptoTransform.aesCbc(16, Auth.SHA256_HMAC, 32, 16))).isTrue();
    assertThat(device.supports(CryptoTransform.aesCbc(32, Auth.SHA512_HMAC, 64, 32))).isTrue();
    assertThat(device.supports(CryptoTransform.aesCbc(20, Auth.SHA256_HMAC, 32, 16))).isFalse();
    assertThat(device.supports(CryptoTransform.aesCbc(16, Auth.SHA256_HMAC, 20, 16))).isFalse();
    assertThat(device.supports(CryptoTransform.aesCbc(16, Auth.SHA256_HMAC, 32, 12))).isFalse();
    assertThat(device.supports(CryptoTransform.aesCbc(16, Auth.NONE, 0, 0))).isFalse();
    assertThat(device.supports(CryptoTransform.aesCbc(16, Auth.AES_CMAC, 16, 12))).isTrue();
    assertThat(device.supports(CryptoTransform.aesCbc(16, Auth.AES_CMAC, 16, 16))).isFalse();
    assertThat(device.supports(CryptoTransform.authOnly(Auth.NONE, 0, 0))).isFalse();
    assertThat(device.supports(CryptoTransform.aesGcm(16, 8, 8))).isTrue();
    assertThat(device.supports(CryptoTransform.aesGcm(16, 8, 4))).isFalse();
    assertThat(device.supports(CryptoTransform.aesCcm(32, 12, 12))).isTrue();
    assertThat(device.supports(CryptoTransform.aesCcm(32, 15, 12))).isFalse();
    assertThat(device.supports(CryptoTransform.aesGmac(24, 12))).isTrue();
    device.close();
  }
}
