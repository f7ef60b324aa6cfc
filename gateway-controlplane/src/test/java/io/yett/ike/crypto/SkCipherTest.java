package io.yett.ike.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yett.ike.message.DecodeResult;
import io.yett.ike.message.DecodeResult.Authenticated;
import io.yett.ike.message.DecodeResult.Decoded;
import io.yett.ike.message.DecodeResult.Reason;
import io.yett.ike.message.DecodeResult.Unauthenticated;
import io.yett.ike.message.ExchangeType;
import io.yett.ike.message.IkeDecoder;
import io.yett.ike.message.IkeEncoder;
import io.yett.ike.message.IkeHeader;
import io.yett.ike.message.IkeMessage;
import io.yett.ike.message.NotifyPayload;
import io.yett.ike.message.NotifyType;
import io.yett.ike.message.SkOpener.OpenResult;
import io.yett.ike.message.VendorIdPayload;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * SK protection (RFC 7296 §3.14, RFC 5282). That the octets are right is shown by {@link
 * StrongSwanTranscriptTest} and TsharkTest; here are the properties.
 */
class SkCipherTest {
  private static final IkeHeader HEADER =
      new IkeHeader(
          0x1111_2222_3333_4444L,
          0x5555_6666_7777_8888L,
          ExchangeType.INFORMATIONAL,
          true,
          false,
          7);

  static Stream<IkeSuite> suites() {
    Stream<IkeSuite> aes =
        Stream.of(128, 192, 256)
            .flatMap(bits ->
                Stream.concat(
                    Stream.of(suite(Encryption.AES_GCM_16, bits, null)),
                    Arrays.stream(Integrity.values())
                        .filter(Integrity::servesIke)
                        .map(integrity -> suite(Encryption.AES_CBC, bits, integrity))));
    return Stream.concat(aes, Stream.of(suite(Encryption.CHACHA20_POLY1305, 256, null)));
  }

  /** What Child SAs alone may have makes no IKE SA. */
  @Test
  void algorithmsOfEspAloneAreRefused() {
    for (Encryption encryption : Encryption.values()) {
      if (!encryption.servesIke()) {
        int bits = encryption == Encryption.NULL ? 0 : 128;
        Integrity integrity = encryption.aead() ? null : Integrity.HMAC_SHA2_256_128;
        assertThatThrownBy(() -> suite(encryption, bits, integrity))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageEndingWith("is for ESP alone");
      }
    }
  }

  private static IkeSuite suite(Encryption encryption, int bits, Integrity integrity) {
    return new IkeSuite(encryption, bits, integrity, Prf.HMAC_SHA2_256, KeyExchangeMethod.X25519);
  }

  /** Both ends of one IKE SA. */
  static IkeKeys keys(IkeSuite suite, boolean initiator) {
    byte[] shared = "a shared secret of thirty-two oct".getBytes(StandardCharsets.US_ASCII);
    byte[] nonceI = new byte[32];
    byte[] nonceR = new byte[32];
    Arrays.fill(nonceI, (byte) 1);
    Arrays.fill(nonceR, (byte) 2);
    return IkeKeys.derive(
        suite,
        initiator,
        shared,
        nonceI,
        nonceR,
        HEADER.initiatorSpi(),
        HEADER.responderSpi(),
        new SecureRandom());
  }

  private static IkeMessage message(int octets) {
    byte[] data = new byte[octets];
    Arrays.fill(data, (byte) 0x5a);
    return new IkeMessage(HEADER, List.of(new VendorIdPayload(data)));
  }

  @ParameterizedTest
  @MethodSource("suites")
  void opensWhatTheOtherEndSealed(IkeSuite suite) {
    SkCipher sealer = keys(suite, true).cipher();
    SkCipher opener = keys(suite, false).cipher();
    for (int length = 0; length < 70; length++) {
      IkeMessage message = message(length);
      byte[] octets = IkeEncoder.encodeProtected(message, sealer);
      assertThat(octets).hasSize(28 + 4 + sealer.sealedLength(4 + length));
      assertThat(IkeDecoder.decodeProtected(octets, opener)).isEqualTo(new Decoded(message));
    }
    byte[] empty = IkeEncoder.encodeProtected(new IkeMessage(HEADER, List.of()), sealer);
    assertThat(IkeDecoder.decodeProtected(empty, opener)).isInstanceOf(Decoded.class);
  }

  @ParameterizedTest
  @MethodSource("suites")
  void aReflectedMessageDoesNotOpen(IkeSuite suite) {
    SkCipher cipher = keys(suite, true).cipher();
    byte[] octets = IkeEncoder.encodeProtected(message(20), cipher);
    assertThat(IkeDecoder.decodeProtected(octets, cipher)).isInstanceOf(Unauthenticated.class);
  }

  @ParameterizedTest
  @MethodSource("suites")
  void everyBitIsAuthenticated(IkeSuite suite) {
    SkCipher opener = keys(suite, false).cipher();
    byte[] octets = IkeEncoder.encodeProtected(message(20), keys(suite, true).cipher());
    for (int bit = 0; bit < octets.length * 8; bit++) {
      byte[] forged = octets.clone();
      forged[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(IkeDecoder.decodeProtected(forged, opener)).isInstanceOf(Unauthenticated.class);
    }
  }

  @ParameterizedTest
  @MethodSource("suites")
  void truncatedAtEveryLength(IkeSuite suite) {
    SkCipher opener = keys(suite, false).cipher();
    byte[] octets = IkeEncoder.encodeProtected(message(20), keys(suite, true).cipher());
    for (int length = 32; length < octets.length; length++) {
      byte[] cut = Arrays.copyOf(octets, length);
      ByteBuffer.wrap(cut).putInt(24, length).putShort(30, (short) (length - 28));
      assertThat(((Unauthenticated) IkeDecoder.decodeProtected(cut, opener)).reason())
          .isEqualTo(Reason.INTEGRITY);
    }
  }

  @ParameterizedTest
  @MethodSource("suites")
  void randomOctetsNeverOpen(IkeSuite suite) {
    SkCipher opener = keys(suite, false).cipher();
    Random random = new Random(42);
    for (int i = 0; i < 2000; i++) {
      byte[] message = new byte[32 + random.nextInt(120)];
      random.nextBytes(message);
      assertThat(opener.open(message, 32, message.length - 32))
          .isInstanceOf(OpenResult.Forged.class);
    }
  }

  @Test
  void gcmNoncesNeverRepeat() {
    SkCipher sealer = keys(suite(Encryption.AES_GCM_16, 256, null), true).cipher();
    Set<Long> ivs = new HashSet<>();
    for (int i = 0; i < 5000; i++) {
      byte[] octets = IkeEncoder.encodeProtected(message(1), sealer);
      assertThat(ivs.add(ByteBuffer.wrap(octets).getLong(32))).isTrue();
    }
  }

  @Test
  void gcmKeysOfTheTwoDirectionsDiffer() {
    IkeKeys keys = keys(suite(Encryption.AES_GCM_16, 256, null), true);
    assertThat(keys.cipher().sealKeys().encryption())
        .isNotEqualTo(keys.cipher().openKeys().encryption());
  }

  /** CVE-2022-46397: the IV of CBC must not be predictable, least of all from the last message. */
  @Test
  void cbcIvsAreUnpredictable() {
    SkCipher sealer =
        keys(suite(Encryption.AES_CBC, 128, Integrity.HMAC_SHA2_256_128), true).cipher();
    int messages = 4096;
    int[] ones = new int[128];
    int[] flips = new int[128];
    Set<ByteBuffer> seen = new HashSet<>();
    byte[] previousIv = new byte[16];
    byte[] previousBlock = new byte[16];
    for (int i = 0; i < messages; i++) {
      byte[] octets = IkeEncoder.encodeProtected(message(1), sealer);
      byte[] iv = Arrays.copyOfRange(octets, 32, 48);
      assertThat(seen.add(ByteBuffer.wrap(iv))).isTrue();
      assertThat(iv).isNotEqualTo(previousBlock);
      for (int bit = 0; bit < 128; bit++) {
        int value = iv[bit / 8] >> (bit % 8) & 1;
        ones[bit] += value;
        flips[bit] += value ^ (previousIv[bit / 8] >> (bit % 8) & 1);
      }
      previousIv = iv;
      previousBlock = Arrays.copyOfRange(octets, 48, 64);
    }
    // Each count is binomial: mean 2048, standard deviation 32. Seven of them is never by chance.
    for (int bit = 0; bit < 128; bit++) {
      assertThat(ones[bit]).isBetween(2048 - 7 * 32, 2048 + 7 * 32);
      assertThat(flips[bit]).isBetween(2048 - 7 * 32, 2048 + 7 * 32);
    }
  }

  @Test
  void paddingIsBoundAfterTheIcv() throws Exception {
    IkeSuite suite = suite(Encryption.AES_GCM_16, 128, null);
    SkKeys keys = keys(suite, true).cipher().sealKeys();
    SkCipher opener = keys(suite, false).cipher();
    // A plaintext of nothing but a pad length of 200, sealed by the JDK directly.
    byte[] octets = new byte[32 + 8 + 1 + 16];
    byte[] inside = {(byte) 200};
    ByteBuffer.wrap(octets)
        .putLong(HEADER.initiatorSpi())
        .putLong(HEADER.responderSpi())
        .put((byte) 46)
        .put((byte) 0x20)
        .put((byte) 37)
        .put((byte) 8)
        .putInt(7)
        .putInt(octets.length)
        .putShort((short) 0)
        .putShort((short) (octets.length - 28))
        .putLong(99);
    byte[] nonce = Arrays.copyOf(Arrays.copyOfRange(keys.encryption(), 16, 20), 12);
    ByteBuffer.wrap(nonce).putLong(4, 99);
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.ENCRYPT_MODE,
        new SecretKeySpec(keys.encryption(), 0, 16, "AES"),
        new GCMParameterSpec(128, nonce));
    cipher.updateAAD(octets, 0, 32);
    cipher.doFinal(inside, 0, 1, octets, 40);
    DecodeResult result = IkeDecoder.decodeProtected(octets, opener);
    assertThat(((Authenticated) result).reason()).isEqualTo(Reason.SYNTAX);
  }

  @Test
  void paddingTable() {
    assertThat(SkTransform.unpad(new byte[0])).isInstanceOf(OpenResult.BadPadding.class);
    assertThat(SkTransform.unpad(new byte[] {1})).isInstanceOf(OpenResult.BadPadding.class);
    assertThat(SkTransform.unpad(new byte[] {7, (byte) 255}))
        .isInstanceOf(OpenResult.BadPadding.class);
    assertThat(opened(new byte[] {0})).isEmpty();
    assertThat(opened(new byte[] {9, 1})).isEmpty();
    // RFC 7296 section 3.14: padding may have any contents.
    assertThat(opened(new byte[] {5, 77, 78, 2})).containsExactly(5);
  }

  private static byte[] opened(byte[] padded) {
    return ((OpenResult.Opened) SkTransform.unpad(padded)).plaintext();
  }

  @ParameterizedTest
  @MethodSource("suites")
  void destroyedKeysAreZeroAndOfNoUse(IkeSuite suite) {
    IkeKeys keys = keys(suite, true);
    SkCipher cipher = keys.cipher();
    byte[] octets = IkeEncoder.encodeProtected(message(1), cipher);
    keys.destroy();
    keys.destroy();
    for (byte[] key :
        List.of(
            keys.skD(),
            keys.skPi(),
            keys.skPr(),
            cipher.sealKeys().encryption(),
            cipher.sealKeys().integrity(),
            cipher.openKeys().encryption(),
            cipher.openKeys().integrity())) {
      assertThat(key).isEqualTo(new byte[key.length]);
    }
    assertThatThrownBy(() -> IkeEncoder.encodeProtected(message(1), cipher))
        .isInstanceOf(IllegalStateException.class);
    assertThat(IkeDecoder.decodeProtected(octets, cipher)).isInstanceOf(Unauthenticated.class);
    assertThatThrownBy(() ->
            keys.deriveChild(
                new ChildSuite(Encryption.AES_GCM_16, 128, null, null, false),
                null,
                new byte[32],
                new byte[32]))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void nothingSecretIsPrinted() {
    IkeKeys keys = keys(suite(Encryption.AES_GCM_16, 256, null), true);
    assertThat(keys).hasToString("IkeKeys[aes256gcm16-prfsha256-x25519]");
    assertThat(keys.cipher()).hasToString("SkCipher[aes256gcm16-prfsha256-x25519]");
    ChildSuite child = new ChildSuite(Encryption.AES_GCM_16, 128, null, null, true);
    ChildKeys childKeys = keys.deriveChild(child, null, new byte[16], new byte[16]);
    assertThat(childKeys).hasToString("ChildKeys[aes128gcm16-esn]");
    childKeys.destroy();
    assertThat(childKeys.encryptionKey(true)).containsOnly(0);
    assertThat(childKeys.encryptionKey(false)).containsOnly(0);
    assertThat(childKeys.direction(true)).hasSize(20).containsOnly(0);
    assertThat(new RawKey("AES", new byte[] {1, 2})).hasToString("AES key");
    assertThat(NotifyPayload.of(NotifyType.COOKIE, new byte[] {1, 2, 3}))
        .hasToString("NotifyPayload[COOKIE, 3 octets]");
  }
}
