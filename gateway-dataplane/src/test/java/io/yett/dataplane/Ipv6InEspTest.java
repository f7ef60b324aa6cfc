package io.yett.dataplane;

import static io.yett.dataplane.Ipv6Gateway.BLUE_HOST;
import static io.yett.dataplane.Ipv6Gateway.RED_HOST;
import static io.yett.dataplane.TestGateway.BLACK;
import static io.yett.dataplane.TestGateway.KEY;
import static io.yett.dataplane.TestGateway.LOCAL;
import static io.yett.dataplane.TestGateway.RED;
import static io.yett.dataplane.TestGateway.REMOTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dataplane.TestGateway.SaBuilder;
import io.yett.dataplane.config.EspSuite;
import io.yett.dataplane.counters.DropReason;
import io.yett.dataplane.sachannel.DfPolicy;
import io.yett.dataplane.sachannel.PolicyAction;
import io.yett.dataplane.sachannel.TrafficSelector;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** IPv6 in ESP tunnels over IPv4: next header 41 (RFC 4303 section 2.6, RFC 4301 section 5). */
class Ipv6InEspTest {
  private static final int IPV6 = 41;

  private final TestGateway gateway = Ipv6Gateway.start();
  private long sequence;

  @AfterEach
  void everyPacketIsAccountedFor() {
    gateway.assertAccounted();
    gateway.close();
  }

  private void protect() {
    gateway.policies(
        TestGateway.policy(
            "net",
            PolicyAction.PROTECT,
            TestGateway.REQ_ID,
            Ipv6Gateway.RED_NET,
            Ipv6Gateway.BLUE_NET));
  }

  private static SaBuilder sa() {
    return new SaBuilder().selectors(Ipv6Gateway.RED_NET, Ipv6Gateway.BLUE_NET);
  }

  private static byte[] out(int octets) {
    return Frames6.packet(RED_HOST, BLUE_HOST, 17, Frames.udp(1, 2, Frames.counting(octets)));
  }

  private static byte[] in(int octets) {
    return Frames6.packet(BLUE_HOST, RED_HOST, 17, Frames.udp(1, 2, Frames.counting(octets)));
  }

  private byte[] encrypt(byte[] packet) {
    return gateway.exchange(RED, Frames6.frame(gateway.mac(RED), packet));
  }

  private byte[] decrypt(byte[] inner, int outerTos) {
    byte[] esp = EspOracle.seal(KEY, 0x1001, ++sequence, false, EspOracle.pad(inner, IPV6));
    byte[] outer = Frames.ipv4(REMOTE, LOCAL, 50, outerTos, 64, 0, esp);
    return gateway.exchange(BLACK, Frames.ipv4Frame(gateway.mac(BLACK), outer));
  }

  private void assertDropped(DropReason reason, byte[] inner, int outerTos) {
    assertThat(decrypt(inner, outerTos)).isNull();
    assertThat(gateway.dropped(reason)).as(reason.name()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"aes128gcm16", "aes256-sha256", "aes128ctr-sha256", "null-sha256"})
  void encryptsWithEveryKindOfAlgorithm(String suite) {
    byte[] key = Frames.counting(EspSuite.ofProposal(suite).getFirst().keyMaterialLength());
    EspOracle oracle = new EspOracle(suite, key);
    try (TestGateway all = Ipv6Gateway.queuedMultiBuffer()) {
      all.policies(
          TestGateway.policy(
              "net",
              PolicyAction.PROTECT,
              TestGateway.REQ_ID,
              Ipv6Gateway.RED_NET,
              Ipv6Gateway.BLUE_NET));
      all.installOutbound(sa().suite(suite, key));
      byte[] packet = out(33);
      for (int i = 1; i <= 3; i++) { // the first packet of a flow, and known ones
        byte[] outer = Frames.packet(all.exchange(RED, Frames6.frame(all.mac(RED), packet)));
        byte[] esp = Arrays.copyOfRange(outer, 20, outer.length);
        assertThat(oracle.open(i, false, esp))
            .isEqualTo(oracle.padded(Frames6.hopped(packet), IPV6));
        byte[] header = Frames.ipv4(LOCAL, REMOTE, 50, 0, 64, 0, esp);
        header[4] = 0;
        header[5] = (byte) i; // ID: the sequence number's low 16 bits
        assertThat(outer).isEqualTo(Frames.withChecksum(header));
      }
      all.assertAccounted();
    }
  }

  @Test
  void decryptsAndForwards() {
    protect();
    gateway.installInbound(sa());
    for (int i = 0; i < 3; i++) {
      byte[] inner = in(33 + i);
      assertThat(decrypt(inner, 0))
          .isEqualTo(
              Frames.ethernet(
                  TestGateway.RED_HOST_MAC, gateway.mac(RED), 0x86DD, Frames6.hopped(inner)));
    }
  }

  @Test
  void bothFamiliesShareAnSa() {
    List<TrafficSelector> local = joined(TestGateway.RED_NET, Ipv6Gateway.RED_NET);
    List<TrafficSelector> remote = joined(Ipv6Gateway.BLUE_NET, TestGateway.BLUE_NET);
    gateway.policies(
        TestGateway.policy("net", PolicyAction.PROTECT, TestGateway.REQ_ID, local, remote));
    gateway.installOutbound(new SaBuilder().selectors(local, remote));
    gateway.installInbound(new SaBuilder().selectors(local, remote));
    byte[] four = Frames.ipv4("10.1.0.9", "10.2.0.5", 17, Frames.udp(1, 2, new byte[9]));
    gateway.feed(RED, Frames.ipv4Frame(gateway.mac(RED), four));
    gateway.feed(RED, Frames6.frame(gateway.mac(RED), out(9)));
    gateway.feed(RED, Frames.ipv4Frame(gateway.mac(RED), four));
    gateway.feed(RED, Frames6.frame(gateway.mac(RED), out(9)));
    gateway.run();
    List<Integer> nextHeaders = new ArrayList<>();
    long number = 0;
    for (byte[] frame : gateway.takeAll(BLACK)) {
      byte[] esp = Arrays.copyOfRange(frame, 34, frame.length);
      byte[] plain = EspOracle.open(KEY, ++number, false, esp);
      nextHeaders.add((int) plain[plain.length - 1]);
    }
    assertThat(nextHeaders).containsExactly(4, 41, 4, 41);
    assertThat(decrypt(in(5), 0)).isNotNull();
  }

  private static <T> List<T> joined(List<T> first, List<T> second) {
    List<T> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  /** RFC 4301 section 5.1.2.2, RFC 6040 section 4.1: DSCP and ECN go outside. */
  @Test
  void theTrafficClassGoesOutside() {
    protect();
    gateway.installOutbound(sa());
    for (int trafficClass : new int[] {0, 0xB8, 0x01, 0xFF, 0x2A}) {
      byte[] packet =
          Frames6.packet(RED_HOST, BLUE_HOST, 17, trafficClass, 9, Frames.udp(1, 2, new byte[3]));
      assertThat(Frames.packet(encrypt(packet))[1] & 0xFF).isEqualTo(trafficClass);
    }
  }

  /** All of figure 4 in RFC 6040 section 4.2; -1: dropped. */
  @ParameterizedTest
  @CsvSource({
    "0, 0, 0", "0, 1, 0", "0, 2, 0", "0, 3, -1",
    "1, 0, 1", "1, 1, 1", "1, 2, 1", "1, 3, 3",
    "2, 0, 2", "2, 1, 1", "2, 2, 2", "2, 3, 3",
    "3, 0, 3", "3, 1, 3", "3, 2, 3", "3, 3, 3"
  })
  void congestionMarksComeInside(int inner, int outer, int expected) {
    protect();
    gateway.installInbound(sa());
    byte[] packet =
        Frames6.packet(BLUE_HOST, RED_HOST, 17, 0xA8 | inner, 9, Frames.udp(1, 2, new byte[3]));
    byte[] sent = decrypt(packet, 0x50 | outer);
    if (expected < 0) {
      assertThat(sent).isNull();
      assertThat(gateway.dropped(DropReason.ECN_CONGESTION)).isEqualTo(1);
    } else {
      byte[] marked =
          Frames6.packet(
              BLUE_HOST, RED_HOST, 17, 0xA8 | expected, 8, Frames.udp(1, 2, new byte[3]));
      assertThat(Frames.packet(sent)).isEqualTo(marked);
    }
  }

  /** As if the inner packet had DF, unless it is so small that the path may cut the outer one. */
  @Test
  void dontFragmentOutside() {
    protect();
    gateway.installOutbound(sa());
    assertThat(Frames.packet(encrypt(out(1232 + 1)))[6]).isEqualTo((byte) 0x40);
    assertThat(Frames.packet(encrypt(out(1232)))[6]).isEqualTo((byte) 0);
    gateway.installOutbound(sa().spi(0x1002).df(DfPolicy.SET));
    assertThat(Frames.packet(encrypt(out(5)))[6]).isEqualTo((byte) 0x40);
    gateway.installOutbound(sa().spi(0x1003).df(DfPolicy.CLEAR));
    assertThat(Frames.packet(encrypt(out(1300)))[6]).isEqualTo((byte) 0);
  }

  @Test
  void whatDoesNotFitGoesBackWithTheTunnelsMtu() {
    protect();
    gateway.installOutbound(sa());
    int overhead = 20 + 8 + 8 + 2 + 16; // and up to 3 octets of padding
    int fits = (DpdkFixture.MTU - overhead + 2 & ~3) - 2;
    assertThat(encrypt(out(fits - 48))).isNotNull();
    assertThat(encrypt(out(fits - 47))).isNull();
    assertThat(gateway.recorder.last()).isEqualTo("too big port=0 mtu=" + fits);
  }

  /** RFC 8200 section 5: no path is so small for IPv6; then the outer packet may be cut. */
  @Test
  void aSmallPathStillTakes1280() {
    protect();
    gateway.installOutbound(sa());
    gateway.pipeline().updatePathMtu(0x1001, 1000);
    gateway.run();
    assertThat(Frames.packet(encrypt(out(1232)))[6]).as("without DF").isEqualTo((byte) 0);
    assertThat(encrypt(out(1233))).isNull();
    assertThat(gateway.recorder.last()).isEqualTo("too big port=0 mtu=1280");
  }

  @Test
  void aHopLimitThatEndsHereGoesUp() {
    protect();
    gateway.installInbound(sa());
    gateway.installOutbound(sa());
    byte[] inner = Frames6.packet(BLUE_HOST, RED_HOST, 17, 0, 1, Frames.udp(1, 2, new byte[3]));
    assertThat(decrypt(inner, 0)).isNull();
    assertThat(gateway.recorder.last()).isEqualTo("frame port=1 TTL_EXCEEDED");
    assertThat(gateway.recorder.frames.getLast())
        .isEqualTo(Frames.ethernet(gateway.mac(BLACK), 0, 0x86DD, inner));
    assertThat(encrypt(Frames6.packet(RED_HOST, BLUE_HOST, 17, 0, 1, new byte[8]))).isNull();
    assertThat(gateway.recorder.last()).isEqualTo("frame port=0 TTL_EXCEEDED");
  }

  @Test
  void forUsGoesUp() {
    gateway.installInbound(sa());
    byte[] echo = Frames6.packet(BLUE_HOST, Ipv6Gateway.RED_OWN, 58, new byte[8]);
    assertThat(decrypt(echo, 0)).isNull();
    assertThat(gateway.recorder.last()).isEqualTo("frame port=1 LOCAL");
  }

  @Test
  void whatTheSaDoesNotAllow() {
    gateway.installInbound(sa());
    assertDropped(
        DropReason.INBOUND_SELECTORS,
        Frames6.packet("2001:db8:3::1", RED_HOST, 17, new byte[8]),
        0);
  }

  @Test
  void anIpv4SaAllowsNoIpv6AndTheReverse() {
    gateway.installInbound(new SaBuilder());
    assertDropped(DropReason.INBOUND_SELECTORS, in(3), 0);
    gateway.installInbound(sa().spi(0x1002));
    byte[] four = Frames.ipv4("10.2.0.5", "10.1.0.9", 17, Frames.udp(1, 2, new byte[3]));
    byte[] esp = EspOracle.seal(KEY, 0x1002, 1, false, EspOracle.pad(four, 4));
    gateway.exchange(
        BLACK, Frames.ipv4Frame(gateway.mac(BLACK), Frames.ipv4(REMOTE, LOCAL, 50, esp)));
    assertThat(gateway.dropped(DropReason.INBOUND_SELECTORS)).isEqualTo(2);
  }

  @Test
  void headersThatAreWrong() {
    gateway.installInbound(sa());
    byte[] version = in(20);
    version[0] = 0x45;
    byte[] tooLong = in(20);
    tooLong[5]++;
    decrypt(version, 0);
    decrypt(tooLong, 0);
    decrypt(Arrays.copyOf(in(20), 39), 0);
    assertThat(gateway.dropped(DropReason.INNER_BAD_HEADER)).isEqualTo(3);
    assertDropped(
        DropReason.EXTENSION_HEADERS, Frames6.packet(BLUE_HOST, RED_HOST, 60, new byte[4]), 0);
  }

  @Test
  void addressesThatAreNotForwarded() {
    List<TrafficSelector> all =
        List.of(TestGateway.range("::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"));
    gateway.installInbound(new SaBuilder().selectors(all, all));
    assertDropped(DropReason.BAD_ADDRESS, Frames6.packet("fe80::1", RED_HOST, 17, new byte[8]), 0);
    decrypt(Frames6.packet(BLUE_HOST, "ff02::1", 17, new byte[8]), 0);
    assertThat(gateway.dropped(DropReason.BAD_ADDRESS)).isEqualTo(2);
  }

  @Test
  void fromOneTunnelIntoAnother() {
    List<TrafficSelector> green = List.of(TestGateway.range("2001:db8:3::", "2001:db8:3:ffff::"));
    gateway.policies(
        TestGateway.policy("blue", PolicyAction.PROTECT, 7, green, Ipv6Gateway.BLUE_NET),
        TestGateway.policy("green", PolicyAction.PROTECT, 8, Ipv6Gateway.BLUE_NET, green));
    gateway.installInbound(new SaBuilder().selectors(green, Ipv6Gateway.BLUE_NET));
    gateway.installOutbound(
        new SaBuilder().spi(0x2001).reqId(8).selectors(Ipv6Gateway.BLUE_NET, green));
    byte[] inner = Frames6.packet(BLUE_HOST, "2001:db8:3::9", 17, Frames.udp(1, 2, new byte[5]));
    assertThat(decrypt(inner, 0)).isNull();
    byte[] frame = gateway.take(BLACK);
    byte[] esp = Arrays.copyOfRange(frame, 34, frame.length);
    assertThat(ByteBuffer.wrap(esp).getInt()).isEqualTo(0x2001);
    assertThat(EspOracle.open(KEY, 1, false, esp))
        .isEqualTo(EspOracle.pad(Frames6.hopped(inner), IPV6));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void tcpIsMadeToFit(boolean inbound) {
    protect();
    gateway.installOutbound(sa().clampMss());
    gateway.installInbound(sa().clampMss());
    ByteBuffer syn = ByteBuffer.allocate(24).putShort((short) 1).putShort((short) 2);
    syn.put(12, (byte) 0x60).put(13, (byte) 2).put(20, (byte) 2).put(21, (byte) 4);
    syn.putShort(22, (short) 9000);
    String from = inbound ? BLUE_HOST : RED_HOST;
    String to = inbound ? RED_HOST : BLUE_HOST;
    byte[] packet = Frames6.packet(from, to, 60, Frames6.extension(6, syn.array()));
    byte[] passed;
    if (inbound) {
      passed = Frames.packet(decrypt(packet, 0));
    } else {
      byte[] frame = encrypt(packet);
      passed = EspOracle.open(KEY, 1, false, Arrays.copyOfRange(frame, 34, frame.length));
    }
    int fits = (DpdkFixture.MTU - 54 + 2 & ~3) - 2;
    assertThat(ByteBuffer.wrap(passed).getShort(48 + 22)).isEqualTo((short) (fits - 60));
  }
}
