package io.yett.dataplane;

import static io.yett.dataplane.Ipv6Gateway.BLUE_HOST;
import static io.yett.dataplane.Ipv6Gateway.RED_HOST;
import static io.yett.dataplane.TestGateway.BLACK;
import static io.yett.dataplane.TestGateway.RED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.yett.dataplane.TestGateway.SaBuilder;
import io.yett.dataplane.config.EspSuite;
import io.yett.dataplane.sachannel.PolicyAction;
import io.yett.dataplane.sachannel.TrafficSelector;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** IPv4 and IPv6 inside and outside, in all four combinations, against scapy's ESP. */
class FamiliesScapyTest {
  private static final int SPI = 0xC0FFEE01;
  private static final List<String> SUITES =
      List.of("aes128gcm16", "chacha20poly1305", "aes256-sha256", "aes128ctr-sha384", "null-sha1");
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

  /** One tunnel. */
  record Form(String suite, boolean inner6, boolean outer6, boolean esn, boolean udp) {
    byte[] key() {
      byte[] key = new byte[EspSuite.ofProposal(suite).getFirst().keyMaterialLength()];
      new Random(suite.hashCode()).nextBytes(key);
      return key;
    }

    SaBuilder sa() {
      SaBuilder sa =
          new SaBuilder()
              .spi(SPI)
              .suite(suite, key())
              .selectors(
                  joined(TestGateway.RED_NET, Ipv6Gateway.RED_NET),
                  joined(TestGateway.BLUE_NET, Ipv6Gateway.BLUE_NET))
              .between(local(), remote());
      if (esn) {
        sa.esn();
      }
      return udp ? sa.udp() : sa;
    }

    String local() {
      return outer6 ? Ipv6Gateway.BLACK_OWN : TestGateway.LOCAL;
    }

    String remote() {
      return outer6 ? Ipv6Gateway.PEER : TestGateway.REMOTE;
    }

    byte[] packet(boolean out, int octets) {
      byte[] udp = Frames.udp(7, 9, Frames.counting(octets));
      if (inner6) {
        return out
            ? Frames6.packet(RED_HOST, BLUE_HOST, 17, octets & 0xFC, 64, udp)
            : Frames6.packet(BLUE_HOST, RED_HOST, 17, octets & 0xFC, 64, udp);
      }
      return out
          ? Frames.ipv4("10.1.0.9", "10.2.0.5", 17, octets & 0xFC, 64, 0x4000, udp)
          : Frames.ipv4("10.2.0.5", "10.1.0.9", 17, octets & 0xFC, 64, 0x4000, udp);
    }

    byte[] hopped(byte[] packet) {
      if (inner6) {
        return Frames6.hopped(packet);
      }
      byte[] hopped = packet.clone();
      hopped[8]--;
      return Frames.withChecksum(hopped);
    }
  }

  private static byte[] frame(boolean ipv6, long mac, byte[] packet) {
    return ipv6 ? Frames6.frame(mac, packet) : Frames.ipv4Frame(mac, packet);
  }

  private static List<TrafficSelector> joined(
      List<TrafficSelector> first, List<TrafficSelector> second) {
    List<TrafficSelector> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  static Stream<Arguments> forms() {
    List<Arguments> forms = new ArrayList<>();
    for (String suite : SUITES) {
      for (int i = 0; i < 16; i++) {
        forms.add(
            Arguments.of(new Form(suite, (i & 1) != 0, (i & 2) != 0, (i & 4) != 0, (i & 8) != 0)));
      }
    }
    return forms.stream();
  }

  @ParameterizedTest
  @MethodSource("forms")
  void scapyOpensWhatWeSeal(Form form) {
    try (TestGateway gateway = Ipv6Gateway.queuedMultiBuffer()) {
      gateway.policies(
          TestGateway.policy(
              "net",
              PolicyAction.PROTECT,
              TestGateway.REQ_ID,
              joined(TestGateway.RED_NET, Ipv6Gateway.RED_NET),
              joined(TestGateway.BLUE_NET, Ipv6Gateway.BLUE_NET)));
      gateway.installOutbound(form.sa());
      for (int length = 0; length < 40; length++) {
        byte[] inner = form.packet(true, length);
        byte[] sent = gateway.exchange(RED, frame(form.inner6, gateway.mac(RED), inner));
        byte[] header =
            Frames.ethernet(
                TestGateway.PEER_MAC,
                gateway.mac(BLACK),
                form.outer6 ? 0x86DD : 0x0800,
                new byte[0]);
        assertThat(sent).startsWith(header);
        byte[] outer = Frames.packet(sent);
        byte[] opened =
            scapy.open(form.suite, form.key(), SPI, length + 1L, form.esn, form.udp, outer);
        assertThat(opened).as("length %d", length).isEqualTo(form.hopped(inner));
        if (form.outer6) {
          ByteBuffer header6 = ByteBuffer.wrap(outer);
          int first = header6.getInt();
          assertThat(first >>> 20).as("version, traffic class").isEqualTo(0x600 + (length & 0xFC));
          assertThat(first & 0xF_FFFF).as("flow label").isNotZero();
          assertThat(header6.getShort(4) & 0xFFFF).isEqualTo(outer.length - 40);
          assertThat(header6.get(7)).as("hop limit").isEqualTo((byte) 64);
        }
      }
      gateway.assertAccounted();
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void weOpenWhatScapySeals(Form form) {
    try (TestGateway gateway = Ipv6Gateway.queuedMultiBuffer()) {
      gateway.installInbound(form.sa());
      for (int length = 0; length < 40; length++) {
        byte[] inner = form.packet(false, length);
        byte[] outer =
            scapy.seal(
                form.suite,
                form.key(),
                SPI,
                length + 1L,
                form.esn,
                form.udp,
                form.remote(),
                form.local(),
                inner);
        byte[] sent = gateway.exchange(BLACK, frame(form.outer6, gateway.mac(BLACK), outer));
        assertThat(sent)
            .as("length %d", length)
            .isEqualTo(
                Frames.ethernet(
                    TestGateway.RED_HOST_MAC,
                    gateway.mac(RED),
                    form.inner6 ? 0x86DD : 0x0800,
                    form.hopped(inner)));
      }
      gateway.assertAccounted();
    }
  }
}
