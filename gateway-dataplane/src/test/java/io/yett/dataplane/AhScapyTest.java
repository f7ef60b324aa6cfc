package io.yett.dataplane;

import static io.yett.dataplane.TestGateway.BLACK;
import static io.yett.dataplane.TestGateway.LOCAL;
import static io.yett.dataplane.TestGateway.RED;
import static io.yett.dataplane.TestGateway.REMOTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.yett.dataplane.TestGateway.SaBuilder;
import io.yett.dataplane.config.EspSuite;
import io.yett.dataplane.counters.DropReason;
import io.yett.dataplane.sachannel.Encapsulation;
import io.yett.dataplane.sachannel.IpsecMode;
import io.yett.dataplane.sachannel.IpsecProtocol;
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
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** AH in both modes, both directions against scapy, for all algorithms and with ESN. */
class AhScapyTest {
  private static final int SPI = 0xC0FFEE03;
  private static final List<String> SUITES =
      List.of(
          "sha256", "sha384", "sha512", "sha1", "aesxcbc", "aescmac", "aes128gmac", "aes256gmac");
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

  /** Each algorithm with and without ESN; by a device with queues too. */
  static Stream<Arguments> cases() {
    List<Arguments> cases = new ArrayList<>();
    for (String suite : SUITES) {
      cases.add(Arguments.of(suite, false, false));
      cases.add(Arguments.of(suite, true, false));
      cases.add(Arguments.of(suite, true, true));
    }
    return cases.stream();
  }

  /** As the configuration names it in ESP. */
  static String espName(String suite) {
    return suite.contains("gmac") ? suite : "null-" + suite;
  }

  private static byte[] key(String suite) {
    byte[] key = new byte[EspSuite.ofProposal(espName(suite)).getFirst().keyMaterialLength()];
    new Random(suite.hashCode()).nextBytes(key);
    return key;
  }

  private static TestGateway gateway(boolean queued) {
    return queued ? TestGateway.queuedMultiBuffer() : new TestGateway();
  }

  private static SaBuilder sa(String suite, boolean esn, IpsecMode mode) {
    SaBuilder sa = new SaBuilder().spi(SPI).suite(espName(suite), key(suite));
    if (mode == IpsecMode.TRANSPORT) {
      sa.transport();
    }
    if (esn) {
      sa.esn();
    }
    return sa.encapsulation(Encapsulation.of(IpsecProtocol.AH, mode));
  }

  @ParameterizedTest(name = "{0}, ESN {1}, queued {2}")
  @MethodSource("cases")
  void scapyVerifiesOurTunnel(String suite, boolean esn, boolean queued) {
    try (TestGateway gateway = gateway(queued)) {
      gateway.protect();
      gateway.installOutbound(sa(suite, esn, IpsecMode.TUNNEL));
      for (int length = 0; length < 40; length++) {
        byte[] inner =
            Frames.ipv4(
                "10.1.0.9",
                "10.2.0.5",
                17,
                length,
                64,
                0x4000,
                Frames.udp(7, 9, Frames.counting(length)));
        byte[] outer =
            Frames.packet(gateway.exchange(RED, Frames.ipv4Frame(gateway.mac(RED), inner)));
        byte[] opened = scapy.openAh(suite, key(suite), SPI, length + 1L, esn, true, outer);
        inner[8]--;
        assertThat(opened).as("length %d", length).isEqualTo(Frames.withChecksum(inner));
        assertThat(outer[1]).as("TOS is copied").isEqualTo(inner[1]);
        assertThat(outer[6]).as("DF is copied").isEqualTo((byte) 0x40);
        assertThat(outer[8]).as("TTL").isEqualTo((byte) 64);
        assertThat(Frames.withChecksum(outer.clone())).as("header checksum").isEqualTo(outer);
      }
      gateway.assertAccounted();
    }
  }

  @ParameterizedTest(name = "{0}, ESN {1}, queued {2}")
  @MethodSource("cases")
  void weVerifyScapysTunnel(String suite, boolean esn, boolean queued) {
    try (TestGateway gateway = gateway(queued)) {
      gateway.protect();
      gateway.installInbound(sa(suite, esn, IpsecMode.TUNNEL));
      for (int length = 0; length < 40; length++) {
        byte[] inner =
            Frames.ipv4("10.2.0.5", "10.1.0.9", 17, Frames.udp(7, 9, Frames.counting(length)));
        byte[] outer = scapy.sealAh(suite, key(suite), SPI, length + 1L, esn, REMOTE, LOCAL, inner);
        byte[] sent = gateway.exchange(BLACK, Frames.ipv4Frame(gateway.mac(BLACK), outer));
        inner[8]--;
        assertThat(Frames.packet(sent))
            .as("length %d", length)
            .isEqualTo(Frames.withChecksum(inner));
      }
      assertThat(gateway.status(SaDirection.INBOUND).packets()).isEqualTo(40);
      gateway.assertAccounted();
    }
  }

  /** With options: some of them stay as they are, the others may change on the way. */
  @ParameterizedTest(name = "{0}, ESN {1}, queued {2}")
  @MethodSource("cases")
  void transportModeBothWays(String suite, boolean esn, boolean queued) {
    try (TestGateway gateway = gateway(queued)) {
      gateway.protectOwn();
      gateway.installOutbound(sa(suite, esn, IpsecMode.TRANSPORT));
      gateway.installInbound(sa(suite, esn, IpsecMode.TRANSPORT));
      for (int length = 0; length < 24; length++) {
        byte[] udp = Frames.udp(7, 9, Frames.counting(length));
        byte[] options = OPTIONS.get(length % OPTIONS.size());
        byte[] out = withOptions(Frames.ipv4(LOCAL, REMOTE, 17, length, 64, 0x4000, udp), options);
        byte[] sent = Frames.packet(gateway.sendOwn(out));
        assertThat(scapy.openAh(suite, key(suite), SPI, length + 1L, esn, false, sent))
            .as("length %d", length)
            .isEqualTo(out);
        assertThat(Frames.withChecksum(sent.clone())).as("header checksum").isEqualTo(sent);
        byte[] in = withOptions(Frames.ipv4(REMOTE, LOCAL, 17, length, 64, 0, udp), options);
        byte[] sealed = scapy.sealAh(suite, key(suite), SPI, length + 1L, esn, null, null, in);
        assertThat(gateway.receive(sealed)).as("length %d", length).isEqualTo(in);
      }
      gateway.assertAccounted();
    }
  }

  private static final List<byte[]> OPTIONS =
      List.of(
          new byte[0],
          TestGateway.hex("94040000"), // router alert: immutable
          TestGateway.hex("0707040000000000"), // record route: mutable
          TestGateway.hex("01010100"), // no operation, end
          TestGateway.hex("440c050000000000000000009404000000000000"), // timestamp, router alert
          TestGateway.hex("820b0000000000000000000000000000"), // security: immutable
          TestGateway.hex("01" + "0707040a010001" + "94040000" + "520c00070001000200000000"));

  private static byte[] withOptions(byte[] packet, byte[] options) {
    byte[] with = Arrays.copyOf(packet, packet.length + options.length);
    System.arraycopy(options, 0, with, 20, options.length);
    System.arraycopy(packet, 20, with, 20 + options.length, packet.length - 20);
    with[0] = (byte) (0x45 + options.length / 4);
    with[2] = (byte) (with.length >> 8);
    with[3] = (byte) with.length;
    return Frames.withChecksum(with);
  }

  /** RFC 4302 section 2.5.1: the high half is authenticated and not sent. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"sha256", "sha512", "aescmac", "aes192gmac"})
  void extendedSequenceNumbersCrossTheBoundary(String suite) {
    try (TestGateway gateway = new TestGateway()) {
      gateway.protectOwn();
      gateway.installOutbound(sa(suite, true, IpsecMode.TRANSPORT));
      gateway.installInbound(sa(suite, true, IpsecMode.TRANSPORT));
      long last = 0xFFFF_FFFDL;
      Memory.putLong(gateway.pipeline().slot(SaDirection.OUTBOUND, SPI) + 64, last);
      byte[] out = Frames.ipv4(LOCAL, REMOTE, 17, Frames.udp(7, 9, new byte[5]));
      for (long sequence = last + 1; sequence < last + 7; sequence++) {
        byte[] sent = Frames.packet(gateway.sendOwn(out));
        assertThat(scapy.openAh(suite, key(suite), SPI, sequence, true, false, sent))
            .as("%x", sequence)
            .isEqualTo(out);
      }
      long[] accepted = {
        1, 0x7FFF_FFF0L, 0xFFFF_FFF1L, 0x1_0000_0001L, 0x1_0000_0003L, 0xFFFF_FFFEL
      };
      for (long sequence : accepted) {
        assertThat(receive(gateway, suite, sequence)).as("%x", sequence).isNotNull();
      }
      assertThat(receive(gateway, suite, 0x1_0000_0001L)).isNull();
      assertThat(gateway.dropped(DropReason.REPLAY)).isEqualTo(1);
      assertThat(receive(gateway, suite, 0x2_0000_0010L)).isNull();
      assertThat(gateway.dropped(DropReason.AUTH_FAILED)).isEqualTo(1);
      gateway.assertAccounted();
    }
  }

  private static byte[] receive(TestGateway gateway, String suite, long sequence) {
    byte[] packet = Frames.ipv4(REMOTE, LOCAL, 17, Frames.udp(7, 9, new byte[5]));
    return gateway.receive(
        scapy.sealAh(suite, key(suite), SPI, sequence, true, null, null, packet));
  }
}
