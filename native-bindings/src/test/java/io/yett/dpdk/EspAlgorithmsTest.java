package io.yett.dpdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.yett.dpdk.CryptoTransform.Auth;
import io.yett.dpdk.MessageBurst.Message;
import io.yett.dpdk.MessageBurst.Result;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * AES-CBC with HMAC-SHA2 and ChaCha20-Poly1305 against published vectors and against the JDK: by
 * the multi-buffer library, many messages of many algorithms at once, and by DPDK's devices.
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
      assertThat(result.tag()).isEqualTo(JdkCrypto.mac(authKey, new byte[0], hex(sealed)));
      Message decrypt = chain(false, hex(key), authKey, hex(iv), new byte[0], hex(sealed));
      assertThat(burst.run(JdkCrypto.withTag(decrypt, result.tag())).text()).isEqualTo(hex(plain));
    }
  }

  /** RFC 4868 sections 2.7.2.1 to 2.7.2.3: "Hi There" is authenticated, and a block encrypted. */
  @ParameterizedTest
  @CsvSource({
    "32, 198a607eb44bfbc69903a0f1cf2bbdc5",
    "48, b6a8d5636f5c6a7224f9977dcf7ee6c7fb6d0c48cbdee973",
    "64, 637edc6e01dce7e6742a99451aae82df23da3e92439e590e43e761b33e910fb8",
  })
  void hmacOfRfc4868(int keyLength, String icv) {
    byte[] authKey = hex("0b".repeat(keyLength));
    byte[] data = "Hi There".getBytes(StandardCharsets.US_ASCII);
    CryptoTransform transform =
        chain(true, new byte[16], authKey, new byte[16], data, new byte[16]).transform();
    CryptoDevice device = CryptoDevice.open(CryptoDevice.MULTI_BUFFER);
    device.configure(1, 64, 2);
    Mempool mbufs = Mempool.create(EalFixture.unique("hmac"), 7, 0, 2048);
    CryptoOpPool ops = CryptoOpPool.create(EalFixture.unique("hmacop"), 7, 64);
    long array = Memory.allocate(16);
    mbufs.allocate(array, 1);
    ops.allocate(array + 8, 1);
    long mbuf = Memory.getLong(array);
    long op = Memory.getLong(array + 8);
    long session = device.createSession(transform, true, new byte[16], authKey);
    Memory.copy(data, 0, Mbuf.data(mbuf), data.length);
    Mbuf.length(mbuf, 128);
    CryptoOp.source(op, mbuf);
    CryptoOp.session(op, session);
    CryptoOp.authData(op, 0, data.length);
    CryptoOp.cipherData(op, 16, 16);
    CryptoOp.authDigest(op, Mbuf.data(mbuf) + 32);
    assertThat(device.runImmediate(0, array + 8, 1)).isZero();
    byte[] found = new byte[keyLength / 2];
    Memory.copy(Mbuf.data(mbuf) + 32, found, 0, found.length);
    assertThat(found).isEqualTo(hex(icv));
    Mbuf.free(array, 1);
    CryptoOpPool.free(array + 8, 1);
    device.destroySession(session);
    device.close();
    ops.close();
    mbufs.close();
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
    int kind = random.nextInt(5);
    int length = 16 * (1 + random.nextInt(random.nextBoolean() ? 8 : 95));
    byte[] text = random(random, length);
    byte[] head = random(random, random.nextBoolean() ? 8 : 12);
    if (kind == 0) {
      byte[] shorter = Arrays.copyOf(text, length - 4 * random.nextInt(4));
      return new Message(
          CryptoTransform.chacha20Poly1305(head.length),
          true,
          random(random, 32),
          null,
          random(random, 12),
          head,
          shorter,
          new byte[16]);
    }
    byte[] key = random(random, 16 + 8 * random.nextInt(3));
    if (kind == 1) {
      return new Message(
          CryptoTransform.aesGcm(key.length, head.length),
          true,
          key,
          null,
          random(random, 12),
          head,
          text,
          new byte[16]);
    }
    byte[] authKey = random(random, 32 + 16 * random.nextInt(3));
    return chain(true, key, authKey, random(random, 16), random(random, 24), text);
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
    assertThat(device.supports(CryptoTransform.aesCbc(16, Auth.AES_CMAC, 16, 12))).isFalse();
    device.close();
  }
}
