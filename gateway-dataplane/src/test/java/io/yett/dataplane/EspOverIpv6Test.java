package io.yett.dataplane;

import static io.yett.dataplane.Ipv6Gateway.BLACK_OWN;
import static io.yett.dataplane.Ipv6Gateway.BLUE_HOST;
import static io.yett.dataplane.Ipv6Gateway.PEER;
import static io.yett.dataplane.Ipv6Gateway.RED_HOST;
import static io.yett.dataplane.TestGateway.BLACK;
import static io.yett.dataplane.TestGateway.KEY;
import static io.yett.dataplane.TestGateway.RED;
import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dataplane.TestGateway.Result;
import io.yett.dataplane.TestGateway.SaBuilder;
import io.yett.dataplane.counters.DropReason;
import io.yett.dataplane.sachannel.CommandError;
import io.yett.dataplane.sachannel.PolicyAction;
import io.yett.dataplane.sachannel.SaDirection;
import java.net.Inet6Address;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ESP over IPv6: what {@link FamiliesScapyTest} does not show. */
class EspOverIpv6Test {
  private final TestGateway gateway = Ipv6Gateway.start();
  private long sequence;

  @AfterEach
  void everyPacketIsAccountedFor() {
    gateway.assertAccounted();
    gateway.close();
  }

  private static SaBuilder four() {
    return new SaBuilder().between(BLACK_OWN, PEER);
  }

  private static SaBuilder six() {
    return four().selectors(Ipv6Gateway.RED_NET, Ipv6Gateway.BLUE_NET);
  }

  private void protectIpv6() {
    gateway.policies(
        TestGateway.policy(
            "net",
            PolicyAction.PROTECT,
            TestGateway.REQ_ID,
            Ipv6Gateway.RED_NET,
            Ipv6Gateway.BLUE_NET));
  }

  private static byte[] ipv4(String source, String destination, int octets) {
    return Frames.ipv4(source, destination, 17, Frames.udp(1, 2, new byte[octets]));
  }

  private byte[] esp(byte[] inner, int nextHeader) {
    return EspOracle.seal(KEY, 0x1001, ++sequence, false, EspOracle.pad(inner, nextHeader));
  }

  private byte[] receive(byte[] packet) {
    return gateway.exchange(BLACK, Frames6.frame(gateway.mac(BLACK), packet));
  }

  @Test
  void theTunnelsMtuCountsAHeaderOf40() {
    gateway.protect();
    gateway.installOutbound(four());
    int overhead = 40 + 8 + 8 + 2 + 16;
    int fits = (DpdkFixture.MTU - overhead + 2 & ~3) - 2;
    byte[] big = ipv4("10.1.0.9", "10.2.0.5", fits - 27);
    big[6] = 0x40; // DF
    assertThat(gateway.exchange(RED, Frames.ipv4Frame(gateway.mac(RED), Frames.withChecksum(big))))
        .isNull();
    assertThat(gateway.recorder.last()).isEqualTo("too big port=0 mtu=" + fits);
    byte[] whole = ipv4("10.1.0.9", "10.2.0.5", fits - 28);
    assertThat(gateway.exchange(RED, Frames.ipv4Frame(gateway.mac(RED), whole)).length - 14)
        .isBetween(DpdkFixture.MTU - 3, DpdkFixture.MTU);
    gateway.pipeline().updatePathMtu(0x1001, 1280);
    gateway.run();
    gateway.exchange(RED, Frames.ipv4Frame(gateway.mac(RED), Frames.withChecksum(big)));
    assertThat(gateway.recorder.last()).isEqualTo("too big port=0 mtu=" + (fits - 220));
  }

  @Test
  void fragmentsBeforeEncryption() {
    gateway.protect();
    gateway.installOutbound(four());
    gateway.feed(RED, Frames.ipv4Frame(gateway.mac(RED), ipv4("10.1.0.9", "10.2.0.5", 1464)));
    gateway.run();
    assertThat(gateway.takeAll(BLACK)).hasSize(2).allMatch(f -> f[12] == (byte) 0x86);
  }

  @Test
  void waitsForTheNeighborOfTheTunnel() {
    gateway.protect();
    gateway.installOutbound(four().between(BLACK_OWN, "2001:db8:ff::99"));
    byte[] frame = Frames.ipv4Frame(gateway.mac(RED), ipv4("10.1.0.9", "10.2.0.5", 9));
    assertThat(gateway.exchange(RED, frame)).isNull();
    assertThat(gateway.recorder.last()).isEqualTo("unresolved port=1 2001:db8:ff:0:0:0:0:99");
    Ipv6Gateway.know(gateway, BLACK, "2001:db8:ff::99", 0x020000000299L);
    gateway.advance(10_000_000);
    gateway.run();
    gateway.rounds(20);
    assertThat(gateway.take(BLACK)).startsWith(TestGateway.hex("020000000299"));
    assertThat(gateway.exchange(RED, frame)).startsWith(TestGateway.hex("020000000299"));
  }

  @Test
  void behindExtensionHeaders() {
    gateway.installInbound(six());
    byte[] inner = Frames6.packet(BLUE_HOST, RED_HOST, 17, Frames.udp(1, 2, new byte[5]));
    byte[] extended = Frames6.extension(0, Frames6.extension(50, esp(inner, 41)));
    extended[0] = 60;
    assertThat(receive(Frames6.packet(PEER, BLACK_OWN, 0, extended)))
        .isEqualTo(
            Frames.ethernet(
                TestGateway.RED_HOST_MAC, gateway.mac(RED), 0x86DD, Frames6.hopped(inner)));
  }

  /** RFC 6040 section 4.2 with the mark in an IPv6 header, for both inner families. */
  @ParameterizedTest
  @CsvSource({"2, 3, 3", "2, 1, 1", "1, 2, 1", "0, 3, -1", "3, 0, 3", "2, 0, 2"})
  void congestionMarksComeInside(int inner, int outer, int expected) {
    gateway.installInbound(
        four()
            .selectors(
                List.of(TestGateway.RED_NET.getFirst(), Ipv6Gateway.RED_NET.getFirst()),
                List.of(TestGateway.BLUE_NET.getFirst(), Ipv6Gateway.BLUE_NET.getFirst())));
    byte[] four =
        Frames.ipv4("10.2.0.5", "10.1.0.9", 17, inner, 64, 0, Frames.udp(1, 2, new byte[5]));
    byte[] six = Frames6.packet(BLUE_HOST, RED_HOST, 17, inner, 64, Frames.udp(1, 2, new byte[5]));
    for (int i = 0; i < 3; i++) { // flows that are new and known
      byte[] sent4 = receive(Frames6.packet(PEER, BLACK_OWN, 50, 0x50 | outer, 64, esp(four, 4)));
      byte[] sent6 = receive(Frames6.packet(PEER, BLACK_OWN, 50, 0x50 | outer, 64, esp(six, 41)));
      if (expected < 0) {
        assertThat(sent4).isNull();
        assertThat(sent6).isNull();
      } else {
        assertThat(sent4[15] & 3).isEqualTo(expected);
        assertThat(sent6[15] >> 4 & 3).isEqualTo(expected);
      }
    }
  }

  @Test
  void refusalsHaveTheirNames() {
    gateway.installInbound(six());
    byte[] good = esp(Frames6.packet(BLUE_HOST, RED_HOST, 17, new byte[8]), 41);
    byte[] unknown = good.clone();
    unknown[3]++;
    receive(Frames6.packet(PEER, BLACK_OWN, 50, unknown));
    assertThat(gateway.dropped(DropReason.UNKNOWN_SPI)).isEqualTo(1);
    byte[] forged = good.clone();
    forged[20]++;
    receive(Frames6.packet(PEER, BLACK_OWN, 50, forged));
    assertThat(gateway.dropped(DropReason.AUTH_FAILED)).isEqualTo(1);
    for (int length = 0; length < 30; length++) {
      receive(Frames6.packet(PEER, BLACK_OWN, 50, Arrays.copyOf(good, length)));
    }
    assertThat(gateway.dropped(DropReason.ESP_TRUNCATED)).isEqualTo(30);
    assertThat(receive(Frames6.packet(PEER, BLACK_OWN, 50, good))).isNotNull();
    receive(Frames6.packet(PEER, BLACK_OWN, 50, good));
    assertThat(gateway.dropped(DropReason.REPLAY)).isEqualTo(1);
    receive(Frames6.packet(PEER, BLACK_OWN, 17, Frames.udp(4500, 4500, good)));
    assertThat(gateway.dropped(DropReason.ESP_ENCAPSULATION)).isEqualTo(1);
    receive(Frames6.packet(PEER, BLACK_OWN, 17, Frames.udp(4500, 4500, new byte[] {-1})));
    assertThat(gateway.dropped(DropReason.NAT_KEEPALIVE)).isEqualTo(1);
  }

  @Test
  void ikeGoesUp() {
    receive(Frames6.packet(PEER, BLACK_OWN, 17, Frames.udp(500, 500, new byte[28])));
    assertThat(gateway.recorder.last()).isEqualTo("frame port=1 IKE");
    receive(Frames6.packet(PEER, BLACK_OWN, 17, Frames.udp(4500, 4500, new byte[32])));
    assertThat(gateway.recorder.lines).hasSize(2);
  }

  @Test
  void aPeerThatMovedIsReportedAndFollowed() {
    gateway.protect();
    gateway.installInbound(four().udp());
    gateway.installOutbound(four().udp());
    byte[] inner = ipv4("10.2.0.5", "10.1.0.9", 9);
    assertThat(
            receive(
                Frames6.packet(
                    "2001:db8:77::7", BLACK_OWN, 17, Frames.udp(33333, 4500, esp(inner, 4)))))
        .isNotNull();
    assertThat(gateway.recorder.last()).isEqualTo("moved reqId=7 2001:db8:77:0:0:0:0:7 port 33333");
    Result result = new Result();
    gateway
        .pipeline()
        .updatePeer(7, (Inet6Address) TestGateway.ip("2001:db8:77::7"), 33333, result);
    gateway.run();
    result.assertOk();
    byte[] sent =
        gateway.exchange(RED, Frames.ipv4Frame(gateway.mac(RED), ipv4("10.1.0.9", "10.2.0.5", 9)));
    assertThat(Arrays.copyOfRange(sent, 14 + 24, 14 + 40))
        .isEqualTo(TestGateway.ip("2001:db8:77::7").getAddress());
    assertThat(ByteBuffer.wrap(sent).getShort(14 + 42) & 0xFFFF).isEqualTo(33333);
    int events = gateway.recorder.lines.size();
    receive(
        Frames6.packet("2001:db8:77::7", BLACK_OWN, 17, Frames.udp(33333, 4500, esp(inner, 4))));
    assertThat(gateway.recorder.lines).as("now it is the known one").hasSize(events);
  }

  @Test
  void aTunnelKeepsItsFamily() {
    gateway.installInbound(four());
    Result result = new Result();
    gateway.pipeline().updatePeer(7, TestGateway.hostOrder("192.0.2.9"), 4500, result);
    assertThat(result.error).isEqualTo(CommandError.INVALID);
    assertThat(gateway.status(SaDirection.INBOUND).spec().tunnelRemote())
        .isEqualTo(TestGateway.ip(PEER));
  }

  @Test
  void ipv6TooSmallAPathFallsAndIsCounted() {
    protectIpv6();
    gateway.installOutbound(six());
    gateway.pipeline().updatePathMtu(0x1001, 1280);
    gateway.run();
    byte[] packet = Frames6.packet(RED_HOST, BLUE_HOST, 17, Frames.udp(1, 2, new byte[1232]));
    assertThat(gateway.exchange(RED, Frames6.frame(gateway.mac(RED), packet))).isNull();
    assertThat(gateway.dropped(DropReason.TOO_BIG)).isEqualTo(1);
  }
}
