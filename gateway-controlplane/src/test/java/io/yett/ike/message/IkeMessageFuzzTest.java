package io.yett.ike.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.yett.ike.message.DecodeResult.Decoded;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/**
 * The decoder is total: whatever the octets, it ends with a result. Seeds are fixed, so that a
 * failure comes back; the message names the seed.
 */
class IkeMessageFuzzTest {
  private static final int SEEDS = 20_000;

  /** Not a measurement: only an endless loop takes this long. */
  private static final Duration ENDLESS = Duration.ofMinutes(5);

  private static final List<byte[]> MESSAGES = StrongSwanTranscript.allMessages();

  @Test
  void corruptedMessages() {
    Assertions.assertTimeoutPreemptively(
        ENDLESS, () -> forEachSeed(seed -> check(corrupt(new Random(seed)))));
  }

  @Test
  void randomOctetsBehindAHeader() {
    Assertions.assertTimeoutPreemptively(ENDLESS, () -> forEachSeed(IkeMessageFuzzTest::random));
  }

  @Test
  void randomOctetsInsideTheEncryptedPayload() {
    IkeHeader header = new IkeHeader(1, 2, ExchangeType.INFORMATIONAL, true, false, 1);
    Assertions.assertTimeoutPreemptively(
        ENDLESS,
        () ->
            forEachSeed(seed -> {
              Random random = new Random(seed);
              byte[] inside = new byte[random.nextInt(200)];
              random.nextBytes(inside);
              DecodeResult result = IkeDecoder.decodeInner(header, random.nextInt(256), inside);
              assertThat(result).isNotInstanceOf(DecodeResult.Unauthenticated.class);
            }));
  }

  @Test
  void plainPayloadsOfCorruptedMessagesEncodeAgain() {
    int decoded = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      byte[] octets = corrupt(new Random(seed));
      if (IkeDecoder.decode(octets) instanceof Decoded(IkeMessage message)) {
        decoded++;
        byte[] again = IkeEncoder.encode(message);
        assertThat(IkeDecoder.decode(again)).as("seed %d", seed).isEqualTo(new Decoded(message));
      }
    }
    assertThat(decoded).as("the corruption must not be too coarse").isGreaterThan(SEEDS / 20);
  }

  private interface Check {
    void run(int seed);
  }

  private static void forEachSeed(Check check) {
    for (int seed = 0; seed < SEEDS; seed++) {
      try {
        check.run(seed);
      } catch (RuntimeException e) {
        fail("seed " + seed, e);
      }
    }
  }

  private static void check(byte[] octets) {
    assertThat(IkeDecoder.decode(octets)).isNotNull();
  }

  private static void random(int seed) {
    Random random = new Random(seed);
    byte[] body = new byte[random.nextInt(300)];
    random.nextBytes(body);
    check(PayloadTesting.message(random.nextInt(256), random.nextInt(256), 0, body));
    byte[] anything = new byte[random.nextInt(300)];
    random.nextBytes(anything);
    check(anything);
  }

  /** One real message with a few octets changed, moved, cut or doubled; its length field right. */
  private static byte[] corrupt(Random random) {
    byte[] octets = MESSAGES.get(random.nextInt(MESSAGES.size())).clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(octets.length);
      octets =
          switch (random.nextInt(6)) {
            case 0 -> set(octets, at, random.nextInt(256));
            case 1 -> set(octets, at, octets[at] ^ 1 << random.nextInt(8));
            case 2 -> set(octets, at, random.nextBoolean() ? 0 : 0xff);
            case 3 -> splice(octets, at, Math.min(octets.length, at + random.nextInt(8)));
            case 4 -> splice(octets, at, Math.max(0, at - random.nextInt(8)));
            default -> set(octets, 28 + random.nextInt(8), random.nextInt(64));
          };
    }
    if (octets.length >= 28) {
      octets[24] = 0;
      octets[25] = 0;
      octets[26] = (byte) (octets.length >>> 8);
      octets[27] = (byte) octets.length;
    }
    return octets;
  }

  private static byte[] set(byte[] octets, int at, int value) {
    if (at < octets.length) {
      octets[at] = (byte) value;
    }
    return octets;
  }

  /** The octets up to {@code end}, then those from {@code from}: a cut, or a repetition. */
  private static byte[] splice(byte[] octets, int end, int from) {
    byte[] spliced = new byte[end + octets.length - from];
    System.arraycopy(octets, 0, spliced, 0, end);
    System.arraycopy(octets, from, spliced, end, octets.length - from);
    return spliced.length == 0 ? octets : spliced;
  }
}
