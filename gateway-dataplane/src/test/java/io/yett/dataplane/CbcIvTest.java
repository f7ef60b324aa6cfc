package io.yett.dataplane;

import static io.yett.dataplane.TestGateway.RED;
import static io.yett.dataplane.TestGateway.hex;
import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dataplane.TestGateway.SaBuilder;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/**
 * The IVs of AES-CBC: nobody who knows what was sent before may foresee the next (CVE-2022-46397;
 * NIST SP 800-38A appendix C).
 */
class CbcIvTest {
  private static final byte[] KEY = hex("000102030405060708090a0b0c0d0e0f" + "0b".repeat(32));
  private static final int PACKETS = 2048;
  private static final int BITS = 128;

  /** Five standard deviations of a sum of so many fair coins. */
  private static double tolerance(int coins) {
    return 5 * Math.sqrt(coins) / 2;
  }

  private static byte[][] ivs(int count, long mask) {
    byte[][] ivs = new byte[count][];
    try (TestGateway gateway = new TestGateway(TestGateway.fused(), TestGateway.masked(mask))) {
      gateway.protect();
      gateway.installOutbound(new SaBuilder().suite("aes128-sha256", KEY));
      byte[] inner = Frames.ipv4("10.1.0.9", "10.2.0.5", 17, Frames.udp(7, 9, new byte[20]));
      for (int i = 0; i < count; i++) {
        byte[] sent = gateway.exchange(RED, Frames.ipv4Frame(gateway.mac(RED), inner));
        ivs[i] = Arrays.copyOfRange(sent, 42, 58); // Ethernet, IPv4, ESP
      }
      gateway.assertAccounted();
    }
    return ivs;
  }

  @Test
  void theIvIsTheCipherOfAUniqueBlock() throws Exception {
    long mask = 0x0123_4567_89AB_CDEFL;
    Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
    cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(KEY, 0, 16, "AES"));
    byte[][] ivs = ivs(50, mask);
    for (int i = 0; i < ivs.length; i++) {
      ByteBuffer block = ByteBuffer.allocate(16).putLong(Long.reverseBytes(mask));
      block.putLong(Long.reverseBytes(i + 1L));
      assertThat(ivs[i]).isEqualTo(cipher.doFinal(block.array()));
    }
  }

  /** A counter, the last block of the packet before, or a repetition would be seen here. */
  @Test
  void ivsLookLikeNoise() {
    byte[][] ivs = ivs(PACKETS, 0);
    Set<String> different = new HashSet<>();
    int[] ones = new int[BITS];
    int[] changes = new int[BITS];
    int allChanges = 0;
    for (int i = 0; i < PACKETS; i++) {
      different.add(HexFormat.of().formatHex(ivs[i]));
      for (int bit = 0; bit < BITS; bit++) {
        ones[bit] += bit(ivs[i], bit);
        if (i > 0) {
          changes[bit] += bit(ivs[i], bit) ^ bit(ivs[i - 1], bit);
        }
      }
    }
    assertThat(different).as("no IV comes twice").hasSize(PACKETS);
    for (int bit = 0; bit < BITS; bit++) {
      assertThat(Math.abs(ones[bit] - PACKETS / 2.0))
          .as("bit %d is fair", bit)
          .isLessThan(tolerance(PACKETS));
      assertThat(Math.abs(changes[bit] - (PACKETS - 1) / 2.0))
          .as("bit %d follows from the one before as a coin would", bit)
          .isLessThan(tolerance(PACKETS));
      allChanges += changes[bit];
    }
    assertThat(Math.abs(allChanges - BITS * (PACKETS - 1) / 2.0))
        .as("bits that change from IV to IV")
        .isLessThan(tolerance(BITS * PACKETS));
  }

  /** Keys by hand outlive the process; its sequence numbers begin again. */
  @Test
  void anotherStartHasOtherIvs() {
    Set<String> all = new HashSet<>();
    for (byte[] iv : ivs(200, 1)) {
      all.add(HexFormat.of().formatHex(iv));
    }
    for (byte[] iv : ivs(200, 2)) {
      all.add(HexFormat.of().formatHex(iv));
    }
    assertThat(all).hasSize(400);
  }

  private static int bit(byte[] iv, int bit) {
    return iv[bit / 8] >> bit % 8 & 1;
  }
}
