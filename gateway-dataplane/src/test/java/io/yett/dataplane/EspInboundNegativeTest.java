package io.yett.dataplane;

import static io.yett.dataplane.TestGateway.BLACK;
import static io.yett.dataplane.TestGateway.LOCAL;
import static io.yett.dataplane.TestGateway.RED;
import static io.yett.dataplane.TestGateway.REMOTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dataplane.TestGateway.SaBuilder;
import io.yett.dataplane.config.EspSuite;
import io.yett.dataplane.counters.DropReason;
import io.yett.dataplane.sachannel.SaDirection;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What must fall, and by which name: wrong ESP, and wrong packets behind a good ICV. */
@ParameterizedClass(name = "{0}")
@ValueSource(
    strings = {
      "aes128gcm16",
      "aes128gcm8",
      "chacha20poly1305",
      "aes128-sha256",
      "aes256-sha512",
      "aes128ctr-sha1",
      "null-sha256",
      "aes256gmac"
    })
class EspInboundNegativeTest {
  private static final int SPI = 0x1001;
  private final String suite;
  private final byte[] key;
  private final EspOracle oracle;
  private final TestGateway gateway = new TestGateway();
  private long sequence;

  EspInboundNegativeTest(String suite) {
    this.suite = suite;
    this.key = new byte[EspSuite.ofProposal(suite).getFirst().keyMaterialLength()];
    new Random(5).nextBytes(key);
    this.oracle = new EspOracle(suite, key);
  }

  @BeforeEach
  void install() {
    gateway.protect();
    gateway.installInbound(new SaBuilder().suite(suite, key));
  }

  @AfterEach
  void everyPacketIsAccountedFor() {
    gateway.assertAccounted();
    gateway.close();
  }

  private static byte[] inner() {
    return Frames.ipv4("10.2.0.5", "10.1.0.9", 17, Frames.udp(1, 2, Frames.counting(20)));
  }

  private byte[] frame(byte[] esp) {
    return Frames.ipv4Frame(gateway.mac(BLACK), Frames.ipv4(REMOTE, LOCAL, 50, esp));
  }

  private byte[] sealed(byte[] plaintext) {
    return oracle.seal(SPI, ++sequence, false, plaintext);
  }

  private void assertDropped(DropReason reason, byte[] frame) {
    long before = gateway.dropped(reason);
    assertThat(gateway.exchange(BLACK, frame)).as("nothing is forwarded").isNull();
    assertThat(gateway.dropped(reason)).as(reason.name()).isEqualTo(before + 1);
  }

  private void assertForwarded(byte[] esp) {
    assertThat(gateway.exchange(BLACK, frame(esp))).isNotNull();
  }

  @Test
  void aReplay() {
    byte[] esp = sealed(oracle.padded(inner(), 4));
    assertForwarded(esp);
    assertDropped(DropReason.REPLAY, frame(esp));
    assertThat(gateway.status(SaDirection.INBOUND).replayDrops()).isEqualTo(1);
    assertThat(gateway.status(SaDirection.INBOUND).packets()).isEqualTo(1);
  }

  /** Both pass the check ahead of decryption; only one is marked. */
  @Test
  void aReplayWithinOneBurst() {
    byte[] esp = sealed(oracle.padded(inner(), 4));
    gateway.feed(BLACK, frame(esp));
    gateway.feed(BLACK, frame(esp));
    gateway.run();
    assertThat(gateway.takeAll(RED)).hasSize(1);
    assertThat(gateway.dropped(DropReason.REPLAY)).isEqualTo(1);
    assertThat(gateway.status(SaDirection.INBOUND).replayDrops()).isEqualTo(1);
  }

  @Test
  void leftOfTheWindow() {
    sequence = 99;
    assertForwarded(sealed(oracle.padded(inner(), 4)));
    sequence = 35;
    assertDropped(DropReason.REPLAY, frame(sealed(oracle.padded(inner(), 4))));
    sequence = 36;
    assertForwarded(sealed(oracle.padded(inner(), 4)));
  }

  @Test
  void aWrongIcvAtEachOctet() {
    byte[] good = sealed(oracle.padded(inner(), 4));
    for (int i = 4; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 1;
      if (i < 8) {
        // The sequence number is authenticated too; 2..64 ahead is in or right of the window.
        assertThat(gateway.exchange(BLACK, frame(bad))).isNull();
      } else {
        assertDropped(DropReason.AUTH_FAILED, frame(bad));
      }
    }
    assertThat(gateway.status(SaDirection.INBOUND).sequence()).as("nothing was marked").isZero();
    assertForwarded(good);
    assertThat(gateway.status(SaDirection.INBOUND).authFailures()).isGreaterThan(50);
  }

  @Test
  void truncatedAtEachOctet() {
    byte[] good = sealed(oracle.padded(inner(), 4));
    for (int length = 0; length < good.length; length++) {
      assertThat(gateway.exchange(BLACK, frame(Arrays.copyOf(good, length))))
          .as("length %d", length)
          .isNull();
    }
    long truncated = gateway.dropped(DropReason.ESP_TRUNCATED);
    long wrong = gateway.dropped(DropReason.AUTH_FAILED);
    assertThat(truncated + wrong).isEqualTo(good.length);
    assertThat(truncated).isGreaterThanOrEqualTo(36);
    assertForwarded(good);
  }

  /** CVE-2025-39965: SPIs 0..255 are reserved (RFC 4303 section 2.1). */
  @Test
  void reservedSpis() {
    for (int spi = 0; spi < 256; spi++) {
      byte[] esp = oracle.seal(spi, 1, false, oracle.padded(inner(), 4));
      assertDropped(DropReason.RESERVED_SPI, frame(esp));
    }
  }

  @Test
  void anUnknownSpi() {
    byte[] esp = oracle.seal(SPI + 1, 1, false, oracle.padded(inner(), 4));
    assertDropped(DropReason.UNKNOWN_SPI, frame(esp));
  }

  @Test
  void anotherKey() {
    // The last octet is of the salt or of the integrity key; the first is of the encryption key.
    for (int octet :
        suite.contains("-") ? new int[] {key.length - 1} : new int[] {0, key.length - 1}) {
      byte[] other = key.clone();
      other[octet % key.length] ^= 1;
      byte[] esp = new EspOracle(suite, other).seal(SPI, 1, false, oracle.padded(inner(), 4));
      assertDropped(DropReason.AUTH_FAILED, frame(esp));
    }
  }

  /** VPP ef5a3e9eaac: a pad length beyond the packet, behind a good ICV. */
  @Test
  void padLengthBeyondThePacket() {
    byte[] padded = oracle.padded(inner(), 4);
    for (int length = padded.length - 1; length < 256; length++) {
      byte[] bad = padded.clone();
      bad[bad.length - 2] = (byte) length;
      assertDropped(DropReason.BAD_PADDING, frame(sealed(bad)));
    }
    assertForwarded(sealed(padded));
  }

  /** RFC 4303 section 2.4: the padding is 1, 2, 3 ... */
  @Test
  void wrongPaddingOctets() {
    byte[] inner = Frames.ipv4("10.2.0.5", "10.1.0.9", 17, Frames.udp(1, 2, Frames.counting(19)));
    byte[] bad = oracle.padded(inner, 4);
    bad[inner.length]++;
    assertDropped(DropReason.BAD_PADDING, frame(sealed(bad)));
    assertThat(gateway.status(SaDirection.INBOUND).sequence())
        .as("the number counts as received")
        .isEqualTo(1);
  }

  /** Up to 255 octets of padding are legal. */
  @Test
  void muchPadding() {
    byte[] inner = inner();
    int alignment = EspSuite.ofProposal(suite).getFirst().encryption().alignment();
    int padding = 256 - alignment + (-(inner.length + 2) & alignment - 1);
    byte[] padded = Arrays.copyOf(inner, inner.length + padding + 2);
    for (int i = 0; i < padding; i++) {
      padded[inner.length + i] = (byte) (i + 1);
    }
    padded[padded.length - 2] = (byte) padding;
    padded[padded.length - 1] = 4;
    assertForwarded(sealed(padded));
  }

  @Test
  void anotherNextHeader() {
    assertDropped(DropReason.BAD_NEXT_HEADER, frame(sealed(oracle.padded(inner(), 47))));
  }

  @Test
  void ipv4ThatIsSaidToBeIpv6() {
    assertDropped(DropReason.INNER_BAD_HEADER, frame(sealed(oracle.padded(inner(), 41))));
  }

  @Test
  void aDummyPacket() {
    assertDropped(DropReason.DUMMY, frame(sealed(oracle.padded(Frames.counting(60), 59))));
  }

  @Test
  void anInnerPacketThatIsWrong() {
    byte[] shorter = inner();
    shorter[3]++; // total length beyond the payload
    assertDropped(
        DropReason.INNER_BAD_HEADER, frame(sealed(oracle.padded(Frames.withChecksum(shorter), 4))));
    byte[] checksum = inner();
    checksum[10]++;
    assertDropped(DropReason.INNER_BAD_HEADER, frame(sealed(oracle.padded(checksum, 4))));
    byte[] version = inner();
    version[0] = 0x65;
    assertDropped(
        DropReason.INNER_BAD_HEADER, frame(sealed(oracle.padded(Frames.withChecksum(version), 4))));
    assertDropped(DropReason.INNER_BAD_HEADER, frame(sealed(oracle.padded(new byte[0], 4))));
    assertDropped(
        DropReason.INNER_BAD_HEADER, frame(sealed(oracle.padded(Frames.counting(19), 4))));
  }

  /** TFC padding behind the inner packet is legal (RFC 4303 section 2.7), and goes. */
  @Test
  void trafficFlowConfidentialityPadding() {
    byte[] inner = inner();
    byte[] sent =
        gateway.exchange(
            BLACK, frame(sealed(oracle.padded(Arrays.copyOf(inner, inner.length + 100), 4))));
    assertThat(sent).hasSize(14 + inner.length);
  }

  /** RFC 4301 section 5.2: what comes out must be what the SA may carry. */
  @Test
  void anInnerPacketOutsideTheSelectors() {
    byte[] otherSource = Frames.ipv4("10.3.0.5", "10.1.0.9", 17, Frames.udp(1, 2, new byte[9]));
    byte[] otherDestination =
        Frames.ipv4("10.2.0.5", "10.9.0.9", 17, Frames.udp(1, 2, new byte[9]));
    assertDropped(DropReason.INBOUND_SELECTORS, frame(sealed(oracle.padded(otherSource, 4))));
    assertDropped(DropReason.INBOUND_SELECTORS, frame(sealed(oracle.padded(otherDestination, 4))));
  }

  /** RFC 6040 section 4.2: by inner and outer ECN; the inner DSCP stays. */
  @Test
  void congestionMarks() {
    int[][] outgoing = {{0, 0, 0, -1}, {1, 1, 1, 3}, {2, 1, 2, 3}, {3, 3, 3, 3}};
    for (int in = 0; in < 4; in++) {
      for (int out = 0; out < 4; out++) {
        byte[] inner =
            Frames.ipv4(
                "10.2.0.5", "10.1.0.9", 17, 0x28 | in, 64, 0, Frames.udp(1, 2, new byte[9]));
        byte[] outer =
            Frames.ipv4(REMOTE, LOCAL, 50, 0x50 | out, 64, 0, sealed(oracle.padded(inner, 4)));
        byte[] frame = Frames.ipv4Frame(gateway.mac(BLACK), outer);
        if (outgoing[in][out] < 0) {
          assertDropped(DropReason.ECN_CONGESTION, frame);
        } else {
          byte[] sent = Frames.packet(gateway.exchange(BLACK, frame));
          assertThat(sent[1]).isEqualTo((byte) (0x28 | outgoing[in][out]));
          assertThat(Frames.withChecksum(sent.clone())).isEqualTo(sent);
        }
      }
    }
  }

  @Test
  void clearTrafficThatMustBeProtected() {
    byte[] clear = Frames.ipv4("10.2.0.5", "10.1.0.9", 17, Frames.udp(1, 2, new byte[9]));
    assertDropped(DropReason.CLEAR_BUT_PROTECTED, Frames.ipv4Frame(gateway.mac(BLACK), clear));
    byte[] toUs = Frames.ipv4("10.2.0.5", "10.1.0.1", 1, new byte[] {8, 0, 0, 0, 0, 0, 0, 0});
    assertDropped(DropReason.CLEAR_BUT_PROTECTED, Frames.ipv4Frame(gateway.mac(BLACK), toUs));
  }
}
