package io.yett.dataplane;

import static io.yett.dataplane.TestGateway.LOCAL;
import static io.yett.dataplane.TestGateway.REMOTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.yett.dataplane.TestGateway.SaBuilder;
import io.yett.dataplane.config.EspSuite;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** ESP in transport mode, both directions against scapy, with ESN and in UDP. */
class TransportScapyTest {
  private static final int SPI = 0xC0FFEE02;
  private static final List<String> SUITES =
      List.of(
          "aes128gcm16",
          "chacha20poly1305",
          "aes256-sha512",
          "aes128ctr-sha256",
          "null-sha256",
          "aes256gcm12",
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

  static Stream<Arguments> cases() {
    List<Arguments> cases = new ArrayList<>();
    for (String suite : SUITES) {
      for (int i = 0; i < 4; i++) {
        cases.add(Arguments.of(suite, (i & 1) != 0, (i & 2) != 0, false));
      }
      cases.add(Arguments.of(suite, !suite.contains("gmac"), false, true));
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
    SaBuilder sa = new SaBuilder().spi(SPI).suite(suite, key(suite)).transport();
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
      gateway.protectOwn();
      gateway.installOutbound(sa(suite, esn, udp));
      for (int length = 0; length < 40; length++) {
        byte[] packet =
            Frames.ipv4(
                LOCAL, REMOTE, 17, length, 64, 0x4000, Frames.udp(7, 9, Frames.counting(length)));
        byte[] sent = Frames.packet(gateway.sendOwn(packet));
        assertThat(scapy.openTransport(suite, key(suite), SPI, length + 1L, esn, udp, sent))
            .as("length %d", length)
            .isEqualTo(packet);
        assertThat(Frames.withChecksum(sent.clone())).as("header checksum").isEqualTo(sent);
      }
      gateway.assertAccounted();
    }
  }

  @ParameterizedTest(name = "{0}, ESN {1}, UDP {2}, queued {3}")
  @MethodSource("cases")
  void weOpenWhatScapySeals(String suite, boolean esn, boolean udp, boolean queued) {
    try (TestGateway gateway = gateway(suite, queued)) {
      gateway.protectOwn();
      gateway.installInbound(sa(suite, esn, udp));
      for (int length = 0; length < 40; length++) {
        byte[] packet =
            Frames.ipv4(
                REMOTE, LOCAL, 17, length, 64, 0x4000, Frames.udp(7, 9, Frames.counting(length)));
        byte[] sealed = scapy.sealTransport(suite, key(suite), SPI, length + 1L, esn, udp, packet);
        assertThat(gateway.receive(sealed)).as("length %d", length).isEqualTo(packet);
      }
      gateway.assertAccounted();
    }
  }
}
