package io.yett.ike.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yett.ike.error.NoProposalChosenException;
import io.yett.ike.message.DecodeResult.Decoded;
import io.yett.ike.message.ExchangeType;
import io.yett.ike.message.IkeDecoder;
import io.yett.ike.message.IkeEncoder;
import io.yett.ike.message.IkeHeader;
import io.yett.ike.message.IkeMessage;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that outlive their process. */
class IkeKeysCheckpointTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final IkeMessage MESSAGE =
      new IkeMessage(new IkeHeader(1, 2, ExchangeType.INFORMATIONAL, true, false, 5), List.of());

  @ParameterizedTest
  @MethodSource("io.yett.ike.crypto.SkCipherTest#suites")
  void goesOnWithThePeer(IkeSuite suite) {
    for (boolean initiator : new boolean[] {true, false}) {
      IkeKeys before = SkCipherTest.keys(suite, initiator);
      IkeKeys peer = SkCipherTest.keys(suite, !initiator);
      IkeKeys after = IkeKeys.restore(before.checkpoint(), RANDOM);
      assertThat(after.suite()).isEqualTo(suite);
      assertThat(after.originalInitiator()).isEqualTo(initiator);
      assertThat(after.all()).isDeepEqualTo(before.all());
      byte[] out = IkeEncoder.encodeProtected(MESSAGE, after.cipher());
      assertThat(IkeDecoder.decodeProtected(out, peer.cipher())).isEqualTo(new Decoded(MESSAGE));
      byte[] in = IkeEncoder.encodeProtected(MESSAGE, peer.cipher());
      assertThat(IkeDecoder.decodeProtected(in, after.cipher())).isEqualTo(new Decoded(MESSAGE));
    }
  }

  @Test
  void noNonceRepeatsWhateverCheckpointIsTakenBack() {
    IkeKeys fresh = SkCipherTest.keys(suite("aes256gcm16-prfsha384-x25519"), true);
    Set<Long> ivs = new HashSet<>();
    byte[] old = fresh.checkpoint();
    seal(fresh, ivs);
    byte[] young = fresh.checkpoint();
    // The process dies again and again, and finds the same checkpoints.
    for (int restart = 0; restart < 20; restart++) {
      seal(IkeKeys.restore(old, RANDOM), ivs);
      seal(IkeKeys.restore(young, RANDOM), ivs);
    }
    assertThat(ivs).hasSize(41 * 100);
  }

  private static void seal(IkeKeys keys, Set<Long> ivs) {
    for (int i = 0; i < 100; i++) {
      byte[] octets = IkeEncoder.encodeProtected(MESSAGE, keys.cipher());
      assertThat(ivs.add(ByteBuffer.wrap(octets).getLong(32))).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"aes256gcm16-prfsha384-x25519", "aes128-sha256-modp2048"})
  void anythingElseIsRefused(String text) {
    byte[] checkpoint = SkCipherTest.keys(suite(text), true).checkpoint();
    for (int length = 0; length < checkpoint.length; length++) {
      byte[] cut = Arrays.copyOf(checkpoint, length);
      assertThatThrownBy(() -> IkeKeys.restore(cut, RANDOM))
          .isInstanceOf(IllegalArgumentException.class);
    }
    byte[] longer = Arrays.copyOf(checkpoint, checkpoint.length + 1);
    assertThatThrownBy(() -> IkeKeys.restore(longer, RANDOM))
        .isInstanceOf(IllegalArgumentException.class);
    Random random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      byte[] corrupt = checkpoint.clone();
      corrupt[random.nextInt(12)] = (byte) random.nextInt();
      try {
        assertThat(IkeKeys.restore(corrupt, RANDOM)).isNotNull();
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageNotContaining("null pointer");
      }
    }
  }

  @Test
  void destroyedKeysGiveNoCheckpoint() {
    IkeKeys keys = SkCipherTest.keys(suite("aes128gcm16-prfsha256-x25519"), true);
    keys.destroy();
    assertThatThrownBy(keys::checkpoint).isInstanceOf(IllegalStateException.class);
  }

  private static IkeSuite suite(String text) {
    IkeProposals proposals = IkeProposals.parse(List.of(text));
    try {
      return proposals.choose(proposals.offer(0), 0).suite();
    } catch (NoProposalChosenException e) {
      throw new IllegalStateException(e);
    }
  }
}
