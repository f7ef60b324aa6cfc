package io.yett.ike.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.ike.message.IkeMessage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Key derivation, AUTH and SK against whole conversations of a real implementation. */
class StrongSwanTranscriptTest {
  private static final ChildSuite GCM =
      new ChildSuite(Encryption.AES_GCM_16, 256, null, null, false);

  @Test
  void aesGcmWithX25519AndBothRekeys() throws Exception {
    check(
        new TranscriptWalk("gcm", "aes256gcm16-prfsha384-x25519", GCM, KeyExchangeMethod.ECP_256),
        2,
        3,
        2);
  }

  @Test
  void aesCbcWithHmacAndModp() throws Exception {
    ChildSuite suite =
        new ChildSuite(Encryption.AES_CBC, 128, Integrity.HMAC_SHA2_256_128, null, false);
    check(new TranscriptWalk("cbc", "aes128-sha256-modp2048", suite, null), 2, 3, 2);
  }

  @Test
  void invalidKePayloadThenModp3072AndSha512() throws Exception {
    TranscriptWalk walk =
        new TranscriptWalk("invalid-ke", "aes256-sha512-ecp384-modp3072", GCM, null);
    check(walk, 2, 3, 2);
  }

  @Test
  void eapAgainstACertificateWithConfigurationPayload() throws Exception {
    check(new TranscriptWalk("eap", "aes256gcm16-prfsha256-ecp256", GCM, null), 2, 3, 0);
  }

  @Test
  void fragments() throws Exception {
    check(new TranscriptWalk("fragments", "aes256gcm16-prfsha256-ecp256", GCM, null), 2, 3, 0);
  }

  private static void check(TranscriptWalk walk, int ikeSas, int childSas, int auths)
      throws Exception {
    List<IkeMessage> messages = walk.walk();
    assertThat(messages).hasSizeGreaterThan(15);
    assertThat(walk.ikeSas()).isEqualTo(ikeSas);
    assertThat(walk.childSas()).isEqualTo(childSas);
    assertThat(walk.auths()).isEqualTo(auths);
  }
}
