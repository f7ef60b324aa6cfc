package io.yett.dataplane;

import static io.yett.dataplane.TestGateway.BLACK;
import static io.yett.dataplane.TestGateway.LOCAL;
import static io.yett.dataplane.TestGateway.RED;
import static io.yett.dataplane.TestGateway.REMOTE;
import static io.yett.dataplane.TestGateway.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.yett.dataplane.TestGateway.SaBuilder;
import io.yett.dataplane.counters.DropReason;
import io.yett.dataplane.sachannel.SaDirection;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both directions against scapy's ESP, for all lengths of key, with ESN and in UDP. */
class EspScapyTest {
  private static final int SPI = 0xC0FFEE01;
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

  private static byte[] key(int octets) {
    byte[] key = new byte[octets + 4];
    new Random(octets).nextBytes(key);
    return key;
  }

  private static SaBuilder sa(int keyOctets, boolean esn, boolean udp) {
    SaBuilder sa = new SaBuilder().spi(SPI).key(key(keyOctets));
    if (esn) {
      sa.esn();
    }
    if (udp) {
      sa.udp();
    }
    return sa;
  }

  @ParameterizedTest(name = "AES-{0} octets, ESN {1}, UDP {2}, queued {3}")
  @CsvSource({
    "16,false,false,false",
    "24,false,true,false",
    "32,true,false,false",
    "16,true,true,false",
    "32,false,true,false",
    "16,false,false,true",
    "24,true,true,true",
    "32,true,false,true"
  })
  void scapyOpensWhatWeSeal(int keyOctets, boolean esn, boolean udp, boolean queued) {
    try (TestGateway gateway = queued ? TestGateway.queued() : new TestGateway()) {
      gateway.protect();
      gateway.installOutbound(sa(keyOctets, esn, udp));
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
        byte[] opened = scapy.open(key(keyOctets), SPI, length + 1L, esn, udp, outer);
        inner[8]--;
        assertThat(opened).as("length %d", length).isEqualTo(Frames.withChecksum(inner));
        assertThat(outer[1]).as("TOS is copied").isEqualTo(inner[1]);
        assertThat(outer[6]).as("DF is copied").isEqualTo((byte) 0x40);
        assertThat(Frames.withChecksum(outer.clone())).as("header checksum").isEqualTo(outer);
      }
      gateway.assertAccounted();
    }
  }

  @ParameterizedTest(name = "AES-{0} octets, ESN {1}, UDP {2}, queued {3}")
  @CsvSource({
    "16,false,false,false",
    "24,false,true,false",
    "32,true,false,false",
    "16,true,true,false",
    "32,false,true,false",
    "16,false,false,true",
    "24,true,true,true",
    "32,true,false,true"
  })
  void weOpenWhatScapySeals(int keyOctets, boolean esn, boolean udp, boolean queued) {
    try (TestGateway gateway = queued ? TestGateway.queued() : new TestGateway()) {
      gateway.protect();
      gateway.installInbound(sa(keyOctets, esn, udp));
      for (int length = 0; length < 70; length++) {
        byte[] inner =
            Frames.ipv4("10.2.0.5", "10.1.0.9", 17, Frames.udp(7, 9, Frames.counting(length)));
        byte[] outer = scapy.seal(key(keyOctets), SPI, length + 1L, esn, udp, REMOTE, LOCAL, inner);
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

  /** RFC 4303 Appendix A: the high half is not on the wire, and is found across the boundary. */
  @ParameterizedTest(name = "UDP {0}")
  @CsvSource({"false", "true"})
  void extendedSequenceNumbersCrossTheBoundary(boolean udp) {
    try (TestGateway gateway = new TestGateway()) {
      gateway.protect();
      gateway.installInbound(sa(16, true, udp));
      long[] accepted = {
        1, 0x7FFF_FFF0L, 0xFFFF_FFF0L, 0xFFFF_FFFFL, 0x1_0000_0000L, 0x1_0000_0003L, 0xFFFF_FFFEL
      };
      for (long sequence : accepted) {
        assertThat(exchange(gateway, sequence, udp)).as("%x", sequence).isNotNull();
      }
      assertThat(exchange(gateway, 0x1_0000_0000L, udp)).isNull();
      assertThat(gateway.dropped(DropReason.REPLAY)).isEqualTo(1);
      // Authenticated under another high half than the one that is inferred.
      assertThat(exchange(gateway, 0x2_0000_0010L, udp)).isNull();
      assertThat(gateway.dropped(DropReason.AUTH_FAILED)).isEqualTo(1);
      assertThat(gateway.status(SaDirection.INBOUND).sequence()).isEqualTo(0x1_0000_0003L);
      gateway.assertAccounted();
    }
  }

  private static byte[] exchange(TestGateway gateway, long sequence, boolean udp) {
    byte[] inner = Frames.ipv4("10.2.0.5", "10.1.0.9", 17, Frames.udp(7, 9, new byte[5]));
    byte[] outer = scapy.seal(key(16), SPI, sequence, true, udp, REMOTE, LOCAL, inner);
    return gateway.exchange(BLACK, Frames.ipv4Frame(gateway.mac(BLACK), outer));
  }
}
