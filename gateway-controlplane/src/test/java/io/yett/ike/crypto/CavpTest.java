package io.yett.ike.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SKEYSEED, SK_* and KEYMAT on random inputs, against libreswan (RFC 7296 §2.14, §2.17, §2.18). */
class CavpTest {
  private static final int SEEDS = 40;

  /** Shared secrets as long as those of our methods. */
  private static final int[] SECRET_LENGTHS = {32, 48, 66, 256, 384, 512};

  private static final List<Integer> KEY_BITS = List.of(128, 192, 256);
  private static final List<Integrity> INTEGRITIES = List.of(Integrity.values());

  @ParameterizedTest
  @EnumSource
  void derivesAsLibreswanDoes(Prf prf) throws Exception {
    Cavp cavp;
    try {
      cavp = Cavp.find();
    } catch (Cavp.UnavailableException e) {
      Assumptions.abort(e.getMessage());
      return;
    }
    for (int seed = 0; seed < SEEDS; seed++) {
      check(cavp, prf, new Random(seed));
    }
  }

  private static void check(Cavp cavp, Prf prf, Random random) throws Exception {
    boolean aead = random.nextBoolean();
    IkeSuite suite =
        new IkeSuite(
            aead ? Encryption.AES_GCM_16 : Encryption.AES_CBC,
            KEY_BITS.get(random.nextInt(3)),
            aead ? null : INTEGRITIES.get(random.nextInt(3)),
            prf,
            KeyExchangeMethod.X25519);
    byte[] shared = octets(random, SECRET_LENGTHS[random.nextInt(SECRET_LENGTHS.length)]);
    byte[] sharedNew = octets(random, shared.length);
    byte[] nonceI = octets(random, 16 + random.nextInt(241));
    byte[] nonceR = octets(random, 16 + random.nextInt(241));
    long spiI = random.nextLong();
    long spiR = random.nextLong();
    int length =
        3 * prf.length() + 2 * suite.integrityKeyLength() + 2 * suite.encryptionKeyLength();

    Map<String, String> inputs = new LinkedHashMap<>();
    inputs.put("hashAlg", prf.name().replace("HMAC_SHA2_", "SHA-"));
    inputs.put("derivedKeyingMaterialLength", Integer.toString(length * 8));
    inputs.put("tcId", "1");
    inputs.put("gir", hex(shared));
    inputs.put("girNew", hex(sharedNew));
    inputs.put("nInit", hex(nonceI));
    inputs.put("nResp", hex(nonceR));
    inputs.put("spiInit", String.format("%016x", spiI));
    inputs.put("spiResp", String.format("%016x", spiR));
    Map<String, byte[]> expected = cavp.ikeV2(inputs);

    SecureRandom ivs = new SecureRandom();
    IkeKeys keys = IkeKeys.derive(suite, true, shared, nonceI, nonceR, spiI, spiR, ivs);
    assertThat(material(keys)).isEqualTo(expected.get("derivedKeyingMaterial"));

    // Any length will do for KEYMAT: two AES-GCM-256 keys with their salts.
    ChildSuite child = new ChildSuite(Encryption.AES_GCM_16, 256, null, null, true);
    assertThat(material(keys.deriveChild(child, null, nonceI, nonceR)))
        .isEqualTo(Arrays.copyOf(expected.get("derivedKeyingMaterialChild"), 72));
    assertThat(material(keys.deriveChild(child, sharedNew, nonceI, nonceR)))
        .isEqualTo(Arrays.copyOf(expected.get("derivedKeyingMaterialDh"), 72));

    // cavp gives the new SKEYSEED; RFC 7296 section 2.14 says what follows from it.
    IkeKeys next = keys.rekey(suite, false, sharedNew, nonceI, nonceR, spiI, spiR, ivs);
    byte[] seed =
        ByteBuffer.allocate(nonceI.length + nonceR.length + 16)
            .put(nonceI)
            .put(nonceR)
            .putLong(spiI)
            .putLong(spiR)
            .array();
    assertThat(next.skD()).isEqualTo(prf.expand(expected.get("sKeySeedReKey"), seed, prf.length()));
  }

  private static byte[] material(IkeKeys keys) throws Exception {
    SkKeys initiator = keys.cipher().sealKeys();
    SkKeys responder = keys.cipher().openKeys();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(keys.skD());
    all.write(initiator.integrity());
    all.write(responder.integrity());
    all.write(initiator.encryption());
    all.write(responder.encryption());
    all.write(keys.skPi());
    all.write(keys.skPr());
    return all.toByteArray();
  }

  private static byte[] material(ChildKeys keys) throws Exception {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(keys.encryptionKey(true));
    all.write(keys.encryptionKey(false));
    return all.toByteArray();
  }

  private static byte[] octets(Random random, int length) {
    byte[] octets = new byte[length];
    random.nextBytes(octets);
    return octets;
  }

  private static String hex(byte[] octets) {
    return HexFormat.of().formatHex(octets);
  }
}
