package io.yett.dataplane;

import static io.yett.dataplane.TestGateway.BLACK;
import static io.yett.dataplane.TestGateway.LOCAL;
import static io.yett.dataplane.TestGateway.RED;
import static io.yett.dataplane.TestGateway.REMOTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dataplane.TestGateway.SaBuilder;
import io.yett.dataplane.config.EspSuite;
import io.yett.dataplane.sachannel.Encapsulation;
import io.yett.dataplane.sachannel.IpsecMode;
import io.yett.dataplane.sachannel.IpsecProtocol;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TFC padding that we send (RFC 4303 section 2.7); the JDK's ciphers take it off. */
@ParameterizedClass(name = "{0}")
@ValueSource(strings = {"aes128gcm16", "chacha20poly1305", "aes128-sha256", "aes256gmac"})
class TfcTest {
  private final String suite;
  private final byte[] key;
  private final EspOracle oracle;

  TfcTest(String suite) {
    this.suite = suite;
    this.key = new byte[EspSuite.ofProposal(suite).getFirst().keyMaterialLength()];
    new Random(5).nextBytes(key);
    this.oracle = new EspOracle(suite, key);
  }

  private SaBuilder sa(int tfcLength) {
    return new SaBuilder()
        .suite(suite, key)
        .encapsulation(new Encapsulation(IpsecProtocol.ESP, IpsecMode.TUNNEL, tfcLength));
  }

  private static byte[] inner(int length) {
    return Frames.ipv4("10.1.0.9", "10.2.0.5", 17, Frames.udp(7, 9, Frames.counting(length)));
  }

  @ParameterizedTest
  @CsvSource({"1000,false", "1000,true", "9000,false", "9000,true"})
  void allPacketsHaveOneLength(int tfcLength, boolean udp) {
    try (TestGateway gateway = new TestGateway()) {
      gateway.protect();
      gateway.installOutbound(udp ? sa(tfcLength).udp() : sa(tfcLength));
      int length = 0;
      long sequence = 0;
      for (int size = 0; size < 900; size += 37) {
        byte[] packet = inner(size);
        byte[] outer =
            Frames.packet(gateway.exchange(RED, Frames.ipv4Frame(gateway.mac(RED), packet)));
        length = length == 0 ? outer.length : length;
        assertThat(outer).hasSize(length).hasSizeLessThanOrEqualTo(DpdkFixture.MTU);
        packet[8]--;
        byte[] esp = Arrays.copyOfRange(outer, udp ? 28 : 20, outer.length);
        byte[] plain = oracle.open(++sequence, false, esp);
        assertThat(plain).startsWith(Frames.withChecksum(packet));
        assertThat(plain[plain.length - 1]).isEqualTo((byte) 4);
        int end = plain.length - 2 - plain[plain.length - 2];
        assertThat(Arrays.copyOfRange(plain, packet.length, end)).containsOnly(0);
        assertThat(end)
            .as("as long as was asked for, or as the link takes")
            .isEqualTo(tfcLength == 1000 ? 1000 : end);
      }
      if (tfcLength == 9000) {
        assertThat(length).isGreaterThan(DpdkFixture.MTU - 16);
      }
      gateway.assertAccounted();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 1400})
  void longerPacketsAreNotCut(int size) {
    try (TestGateway gateway = new TestGateway()) {
      gateway.protect();
      gateway.installOutbound(sa(100));
      byte[] sent = gateway.exchange(RED, Frames.ipv4Frame(gateway.mac(RED), inner(size)));
      byte[] esp = Arrays.copyOfRange(sent, 34, sent.length);
      byte[] packet = inner(size);
      packet[8]--;
      assertThat(oracle.open(1, false, esp))
          .isEqualTo(oracle.padded(Frames.withChecksum(packet), 4));
    }
  }

  /** It is what we send; what the peer does is its own affair. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theInboundSaTakesBoth(boolean padded) {
    try (TestGateway gateway = new TestGateway()) {
      gateway.protect();
      gateway.installInbound(sa(1000));
      byte[] packet = Frames.ipv4("10.2.0.5", "10.1.0.9", 17, Frames.udp(1, 2, new byte[9]));
      byte[] plain = padded ? Arrays.copyOf(packet, 1000) : packet;
      byte[] esp = oracle.seal(0x1001, 1, false, oracle.padded(plain, 4));
      byte[] frame = Frames.ipv4Frame(gateway.mac(BLACK), Frames.ipv4(REMOTE, LOCAL, 50, esp));
      assertThat(gateway.exchange(BLACK, frame)).hasSize(14 + packet.length);
      gateway.assertAccounted();
    }
  }
}
