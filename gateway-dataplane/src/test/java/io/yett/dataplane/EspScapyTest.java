package io.yett.dataplane;

import static io.yett.dataplane.TestGateway.BLACK;
import static io.yett.dataplane.TestGateway.LOCAL;
import static io.yett.dataplane.TestGateway.RED;
import static io.yett.dataplane.TestGateway.REMOTE;
import static io.yett.dataplane.TestGateway.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.yett.dataplane.TestGateway.SaBuilder;
import io.yett.dataplane.config.EspSuite;
import io.yett.dataplane.counters.DropReason;
import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dpdk.Memory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both directions against scapy's ESP, for all algorithms, with ESN and in UDP. */
class EspScapyTest {
  private static final int SPI = 0xC0FFEE01;
  private static final List<String> SUITES =
      List.of(
          "aes128gcm16",
          "aes192gcm16",
          "aes256gcm16",
          "chacha20poly1305",
          "aes128-sha256",
          "aes192-sha384",
          "aes256-sha512",
          "aes256-sha1",
          "aes128-aesxcbc",
          "aes192-aescmac",
          "aes128ctr-sha256",
          "aes256ctr-aescmac",
          "null-sha256",
          "null-sha1",
          "null-aesxcbc",
          "aes128gcm8",
          "aes256gcm12",
          "aes128ccm8",
          "aes256ccm12",
          "aes128ccm16",
          "aes256gmac");
  private static Scapy scapy;

  @BeforeAll
  static void startScapy() throws IOException {
    assumeTrue(Scapy.isThere(), "scapy is not installed (Debian: python3-scapy)");
    scapy = new Scapy();
  }

  @AfterAll
  static void stopScapy() throws IOException {
    if (scapy != null) {
      scapy.close();
    }
  }

  /** Each algorithm with and without ESN and UDP; by devices with queues too. */
  static Stream<Arguments> cases() {
    List<Arguments> cases = new ArrayList<>();
    for (String suite : SUITES) {
      for (int i = 0; i < 4; i++) {
        cases.add(Arguments.of(suite, (i & 1) != 0, (i & 2) != 0, false));
      }
      if (!suite.contains("gmac")) { // which no device has with ESN
        cases.add(Arguments.of(suite, true, false, true));
      }
      cases.add(Arguments.of(suite, false, true, true));
    }
    return cases.stream();
  }

  private static byte[] key(String suite) {
    byte[] key = new byte[EspSuite.ofProposal(suite).getFirst().keyMaterialLength()];
    new Random(suite.hashCode()).nextBytes(key);
    return key;
  }

  private static TestGateway gateway(String suite, boolean queued) {
    if (!queued) {
      return new TestGateway();
    }
    return suite.contains("gcm16") ? TestGateway.queued() : TestGateway.queuedMultiBuffer();
  }

  private static SaBuilder sa(String suite, boolean esn, boolean udp) {
    SaBuilder sa = new SaBuilder().spi(SPI).suite(suite, key(suite));
    if (esn) {
      sa.esn();
    }
    if (udp) {
      sa.udp();
    }
    return sa;
  }

  @ParameterizedTest(name = "{0}, ESN {1}, UDP {2}, queued {3}")
  @MethodSource("cases")
  void scapyOpensWhatWeSeal(String suite, boolean esn, boolean udp, boolean queued) {
    try (TestGateway gateway = gateway(suite, queued)) {
      gateway.protect();
      gateway.installOutbound(sa(suite, esn, udp));
      for (int length = 0; length < 70; length++) {
        byte[] inner =
            Frames.ipv4(
                "10.1.0.9",
                "10.2.0.5",
                17,
                length & 0xFF,
                64,
                0x4000,
                Frames.udp(7, 9, Frames.counting(length)));
        byte[] sent = gateway.exchange(RED, Frames.ipv4Frame(gateway.mac(RED), inner));
        assertThat(Arrays.copyOf(sent, 6)).isEqualTo(hex("020000000202"));
        byte[] outer = Frames.packet(sent);
        byte[] opened = scapy.open(suite, key(suite), SPI, length + 1L, esn, udp, outer);
        inner[8]--;
        assertThat(opened).as("length %d", length).isEqualTo(Frames.withChecksum(inner));
        assertThat(outer[1]).as("TOS is copied").isEqualTo(inner[1]);
        assertThat(outer[6]).as("DF is copied").isEqualTo((byte) 0x40);
        assertThat(Frames.withChecksum(outer.clone())).as("header checksum").isEqualTo(outer);
      }
      gateway.assertAccounted();
    }
  }

  @ParameterizedTest(name = "{0}, ESN {1}, UDP {2}, queued {3}")
  @MethodSource("cases")
  void weOpenWhatScapySeals(String suite, boolean esn, boolean udp, boolean queued) {
    try (TestGateway gateway = gateway(suite, queued)) {
      gateway.protect();
      gateway.installInbound(sa(suite, esn, udp));
      for (int length = 0; length < 70; length++) {
        byte[] inner =
            Frames.ipv4("10.2.0.5", "10.1.0.9", 17, Frames.udp(7, 9, Frames.counting(length)));
        byte[] outer =
            scapy.seal(suite, key(suite), SPI, length + 1L, esn, udp, REMOTE, LOCAL, inner);
        byte[] sent = gateway.exchange(BLACK, Frames.ipv4Frame(gateway.mac(BLACK), outer));
        inner[8]--;
        assertThat(Frames.packet(sent))
            .as("length %d", length)
            .isEqualTo(Frames.withChecksum(inner));
      }
      assertThat(gateway.status(SaDirection.INBOUND).packets()).isEqualTo(70);
      gateway.assertAccounted();
    }
  }

  /** What is authenticated goes on with the high half, which the peer counts itself. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "aes128gcm16",
        "aes192gcm8",
        "chacha20poly1305",
        "aes128-sha256",
        "aes192-sha384",
        "aes128ctr-aesxcbc",
        "null-sha1",
        "aes128ccm12",
        "aes128gmac"
      })
  void extendedSequenceNumbersLeaveOverTheBoundary(String suite) {
    try (TestGateway gateway = new TestGateway()) {
      gateway.protect();
      gateway.installOutbound(sa(suite, true, false));
      long last = 0xFFFF_FFFDL;
      Memory.putLong(gateway.pipeline().slot(SaDirection.OUTBOUND, SPI) + 64, last);
      byte[] inner = Frames.ipv4("10.1.0.9", "10.2.0.5", 17, Frames.udp(7, 9, new byte[5]));
      byte[] expected = inner.clone();
      expected[8]--;
      for (long sequence = last + 1; sequence < last + 7; sequence++) {
        byte[] sent = gateway.exchange(RED, Frames.ipv4Frame(gateway.mac(RED), inner));
        byte[] opened =
            scapy.open(suite, key(suite), SPI, sequence, true, false, Frames.packet(sent));
        assertThat(opened).as("%x", sequence).isEqualTo(Frames.withChecksum(expected));
      }
      gateway.assertAccounted();
    }
  }

  /** RFC 4303 Appendix A: the high half is not on the wire, and is found across the boundary. */
  @ParameterizedTest(name = "{0}, UDP {1}")
  @CsvSource({
    "aes128gcm16,false",
    "aes128gcm16,true",
    "chacha20poly1305,false",
    "aes128-sha256,false",
    "aes256-sha512,true",
    "aes128ctr-sha1,false",
    "null-aescmac,false",
    "aes256ccm16,true",
    "aes192gmac,true",
    "aes128gmac,false",
    "aes192gmac,false",
    "aes256gmac,true"
  })
  void extendedSequenceNumbersCrossTheBoundary(String suite, boolean udp) {
    try (TestGateway gateway = new TestGateway()) {
      gateway.protect();
      gateway.installInbound(sa(suite, true, udp));
      long[] accepted = {
        1, 0x7FFF_FFF0L, 0xFFFF_FFF0L, 0xFFFF_FFFFL, 0x1_0000_0000L, 0x1_0000_0003L, 0xFFFF_FFFEL
      };
      for (long sequence : accepted) {
        assertThat(exchange(gateway, suite, sequence, udp)).as("%x", sequence).isNotNull();
      }
      assertThat(exchange(gateway, suite, 0x1_0000_0000L, udp)).isNull();
      assertThat(gateway.dropped(DropReason.REPLAY)).isEqualTo(1);
      // Authenticated under another high half than the one that is inferred.
      assertThat(exchange(gateway, suite, 0x2_0000_0010L, udp)).isNull();
      assertThat(gateway.dropped(DropReason.AUTH_FAILED)).isEqualTo(1);
      assertThat(gateway.status(SaDirection.INBOUND).sequence()).isEqualTo(0x1_0000_0003L);
      gateway.assertAccounted();
    }
  }

  private static byte[] exchange(TestGateway gateway, String suite, long sequence, boolean udp) {
    byte[] inner = Frames.ipv4("10.2.0.5", "10.1.0.9", 17, Frames.udp(7, 9, new byte[5]));
    byte[] outer = scapy.seal(suite, key(suite), SPI, sequence, true, udp, REMOTE, LOCAL, inner);
    return gateway.exchange(BLACK, Frames.ipv4Frame(gateway.mac(BLACK), outer));
  }
}
