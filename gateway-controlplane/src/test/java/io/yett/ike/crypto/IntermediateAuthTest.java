package io.yett.ike.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.ike.message.ExchangeType;
import io.yett.ike.message.IkeEncoder;
import io.yett.ike.message.IkeHeader;
import io.yett.ike.message.IkeMessage;
import io.yett.ike.message.KePayload;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** IntAuth (RFC 9242 §3.3.2), computed here once more by hand. */
class IntermediateAuthTest {
  private static final byte[] NONCE_I = new byte[32];
  private static final byte[] NONCE_R = new byte[16];

  private static IkeKeys keys(int secret) {
    IkeSuite suite =
        new IkeSuite(Encryption.AES_GCM_16, 256, null, Prf.HMAC_SHA2_256, KeyExchangeMethod.X25519);
    byte[] shared = {(byte) secret};
    return IkeKeys.derive(suite, true, shared, NONCE_I, NONCE_R, 1, 2, new SecureRandom());
  }

  private static byte[] hmac(byte[] key, byte[]... parts) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    for (byte[] part : parts) {
      mac.update(part);
    }
    return mac.doFinal();
  }

  @Test
  void octetsAreThoseOfOneEncryptedPayloadWithoutIvPaddingAndIcv() {
    IkeHeader header =
        new IkeHeader(
            0x0102030405060708L,
            0x1112131415161718L,
            ExchangeType.IKE_INTERMEDIATE,
            true,
            false,
            1);
    byte[] octets =
        IkeEncoder.intermediateOctets(
            new IkeMessage(header, List.of(new KePayload(36, new byte[] {(byte) 0xaa}))));
    assertThat(HexFormat.of().formatHex(octets))
        .isEqualTo(
            "01020304050607081112131415161718" // SPIs
                + "2e202b0800000001" // SK, version 2, exchange 43, flag I, message 1
                + "00000029" // 28 + 4 + 9
                + "2200000d" // KE inside, 4 + 9
                + "0000000900240000aa");
  }

  @Test
  void eachExchangeGoesIntoTheNextUnderTheKeysThatProtectedIt() throws Exception {
    IkeKeys first = keys(1);
    IkeKeys second = keys(2);
    IntermediateAuth auth = new IntermediateAuth();
    auth.add(first, new byte[] {1}, new byte[] {2});
    auth.add(second, new byte[] {3}, new byte[] {4});

    byte[] i1 = hmac(first.skPi(), new byte[] {1});
    byte[] r1 = hmac(first.skPr(), new byte[] {2});
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    expected.write(hmac(second.skPi(), i1, new byte[] {3}));
    expected.write(hmac(second.skPr(), r1, new byte[] {4}));
    expected.write(new byte[] {0, 0, 0, 3});
    assertThat(auth.octets(3)).isEqualTo(expected.toByteArray());
  }

  @Test
  void authSignsIt() throws Exception {
    IkeKeys keys = keys(1);
    byte[] psk = {1, 2, 3};
    byte[] message = {9};
    byte[] id = {2, 0, 0, 0, 'a'};
    byte[] padded = hmac(psk, "Key Pad for IKEv2".getBytes(StandardCharsets.US_ASCII));
    byte[] macedId = hmac(keys.skPi(), id);
    assertThat(keys.sharedKeyAuth(true, psk, message, NONCE_R, id))
        .isEqualTo(hmac(padded, message, NONCE_R, macedId));
    keys.intermediateAuth(new byte[] {7, 7});
    assertThat(keys.sharedKeyAuth(true, psk, message, NONCE_R, id))
        .isEqualTo(hmac(padded, message, NONCE_R, macedId, new byte[] {7, 7}));
  }

  /** RFC 9370 §2.2.2: SKEYSEED(n) = prf(SK_d(n-1), SK(n) | Ni | Nr). */
  @Test
  void keysAfterAnExchangeComeOfTheOldOnesAndItsSecret() throws Exception {
    IkeKeys old = keys(1);
    byte[] secret = {5, 6};
    IkeKeys keys = old.afterIntermediate(secret, NONCE_I, NONCE_R, 1, 2, new SecureRandom());
    byte[] seed = hmac(old.skD(), secret, NONCE_I, NONCE_R);
    byte[] spis = HexFormat.of().parseHex("00000000000000010000000000000002");
    byte[] t1 = hmac(seed, NONCE_I, NONCE_R, spis, new byte[] {1});
    assertThat(keys.skD()).isEqualTo(t1);
  }

  /** RFC 9370 §2.2.4: what follow-ups add comes last. */
  @Test
  void followUpSecretsComeAfterTheNonces() throws Exception {
    IkeKeys old = keys(1);
    byte[] first = {5};
    byte[] more = {6, 7};
    IkeKeys keys =
        old.rekey(old.suite(), true, first, NONCE_I, NONCE_R, 3, 4, more, new SecureRandom());
    byte[] seed = hmac(old.skD(), first, NONCE_I, NONCE_R, more);
    byte[] spis = HexFormat.of().parseHex("00000000000000030000000000000004");
    assertThat(keys.skD()).isEqualTo(hmac(seed, NONCE_I, NONCE_R, spis, new byte[] {1}));
    ChildSuite suite = new ChildSuite(Encryption.AES_GCM_16, 128, null, null, true);
    byte[] material = hmac(old.skD(), first, NONCE_I, NONCE_R, more, new byte[] {1});
    assertThat(old.deriveChild(suite, first, NONCE_I, NONCE_R, more).encryptionKey(true))
        .isEqualTo(Arrays.copyOf(material, 20));
  }

  /** RFC 8784 §3: SK_d = prf+(PPK, SK_d'), and so SK_pi and SK_pr. */
  @Test
  void postQuantumKeysAreMixedInAndTakenOutAgain() throws Exception {
    IkeKeys keys = keys(1);
    byte[] before = keys.skD().clone();
    byte[] beforePi = keys.skPi().clone();
    byte[] ppk = new byte[40];
    keys.mixPpk(ppk);
    assertThat(keys.skD()).isEqualTo(hmac(ppk, before, new byte[] {1}));
    assertThat(keys.skPi()).isEqualTo(hmac(ppk, beforePi, new byte[] {1}));
    keys.unmixPpk();
    assertThat(keys.skD()).isEqualTo(before);
    keys.mixPpk(ppk);
    keys.keepPpk();
    keys.unmixPpk();
    assertThat(keys.skD()).isNotEqualTo(before);
  }
}
