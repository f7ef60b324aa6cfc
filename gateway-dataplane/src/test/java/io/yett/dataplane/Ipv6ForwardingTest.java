package io.yett.dataplane;

import static io.yett.dataplane.Ipv6Gateway.BLACK_OWN;
import static io.yett.dataplane.Ipv6Gateway.BLUE_HOST;
import static io.yett.dataplane.Ipv6Gateway.RED_HOST;
import static io.yett.dataplane.Ipv6Gateway.RED_OWN;
import static io.yett.dataplane.TestGateway.BLACK;
import static io.yett.dataplane.TestGateway.RED;
import static io.yett.dataplane.TestGateway.range;
import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dataplane.counters.DropReason;
import io.yett.dataplane.port.Address6;
import io.yett.dataplane.sachannel.PolicyAction;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of IPv6 packets in clear (RFC 8200): forwarded, handed up, or dropped by name. */
class Ipv6ForwardingTest {
  private static final String OUTSIDE = "2001:db8:99::7";

  private final TestGateway gateway = Ipv6Gateway.start();

  @BeforeEach
  void policies() {
    gateway.policies(
        TestGateway.policy(
            "never",
            PolicyAction.DISCARD,
            0,
            Ipv6Gateway.RED_NET,
            List.of(range("2001:db8:99:1::", "2001:db8:99:1::ff"))),
        TestGateway.policy(
            "clear",
            PolicyAction.BYPASS,
            0,
            Ipv6Gateway.RED_NET,
            List.of(range("2001:db8:99::", "2001:db8:99:ffff::"))),
        TestGateway.policy(
            "net",
            PolicyAction.PROTECT,
            TestGateway.REQ_ID,
            Ipv6Gateway.RED_NET,
            Ipv6Gateway.BLUE_NET));
  }

  @AfterEach
  void everyPacketIsAccountedFor() {
    gateway.assertAccounted();
    gateway.close();
  }

  private byte[] red(byte[] packet) {
    return Frames6.frame(gateway.mac(RED), packet);
  }

  private byte[] black(byte[] packet) {
    return Frames6.frame(gateway.mac(BLACK), packet);
  }

  private static byte[] udp(String source, String destination) {
    return Frames6.packet(source, destination, 17, Frames.udp(1, 2, Frames.counting(30)));
  }

  private void assertDropped(DropReason reason, int port, byte[] frame) {
    long before = gateway.dropped(reason);
    assertThat(gateway.exchange(port, frame)).as("nothing is forwarded").isNull();
    assertThat(gateway.dropped(reason)).as(reason.name()).isEqualTo(before + 1);
  }

  private void assertPunted(String line, int port, byte[] frame) {
    gateway.exchange(port, frame);
    assertThat(gateway.recorder.last()).isEqualTo(line);
    assertThat(gateway.recorder.frames.getLast()).isEqualTo(frame);
  }

  private void assertForwarded(byte[] packet) {
    assertThat(gateway.exchange(RED, red(packet)))
        .isEqualTo(
            Frames.ethernet(
                TestGateway.PEER_MAC, gateway.mac(BLACK), 0x86DD, Frames6.hopped(packet)));
  }

  @Test
  void forwardsWhatMayBypassByItsFirstPacketAndByThoseBehind() {
    for (int i = 0; i < 3; i++) {
      assertForwarded(udp(RED_HOST, OUTSIDE));
    }
  }

  @Test
  void bothFamiliesGoTogether() {
    gateway.feed(RED, red(udp(RED_HOST, OUTSIDE)));
    gateway.feed(
        RED,
        Frames.ipv4Frame(
            gateway.mac(RED), Frames.ipv4("10.1.0.9", "198.51.100.7", 17, new byte[8])));
    gateway.feed(RED, red(udp(RED_HOST, OUTSIDE)));
    gateway.run();
    assertThat(gateway.takeAll(BLACK)).hasSize(2);
    assertThat(gateway.dropped(DropReason.NO_POLICY)).isEqualTo(1);
  }

  @Test
  void repliesComeBackToTheNeighbor() {
    byte[] reply = udp(OUTSIDE, RED_HOST);
    assertThat(gateway.exchange(BLACK, black(reply)))
        .isEqualTo(
            Frames.ethernet(
                TestGateway.RED_HOST_MAC, gateway.mac(RED), 0x86DD, Frames6.hopped(reply)));
  }

  @Test
  void takesEthernetPaddingOff() {
    byte[] small = Frames6.packet(RED_HOST, OUTSIDE, 59, new byte[1]);
    byte[] sent = gateway.exchange(RED, red(Arrays.copyOf(small, 46)));
    assertThat(sent).hasSize(14 + small.length);
  }

  @Test
  void stepsOverExtensionHeaders() {
    byte[] upper = Frames.udp(1, 2, new byte[9]);
    byte[] chain = Frames6.extension(60, Frames6.extension(43, Frames6.extension(17, upper)));
    chain[16 + 2] = 4; // a routing header of type 4, not of type 0
    assertForwarded(Frames6.packet(RED_HOST, OUTSIDE, 0, chain));
    byte[] fragment = Frames6.fragment(17, 1232, true, new byte[64]);
    assertForwarded(Frames6.packet(RED_HOST, OUTSIDE, 44, fragment));
  }

  @Test
  void malformedExtensionHeaders() {
    byte[] upper = Frames.udp(1, 2, new byte[9]);
    byte[] many = upper;
    int next = 17;
    for (int i = 0; i < 9; i++) {
      many = Frames6.extension(next, many);
      next = 60;
    }
    assertDropped(
        DropReason.EXTENSION_HEADERS, RED, red(Frames6.packet(RED_HOST, OUTSIDE, 60, many)));
    byte[] late = Frames6.extension(0, Frames6.extension(17, upper));
    assertDropped(
        DropReason.EXTENSION_HEADERS, RED, red(Frames6.packet(RED_HOST, OUTSIDE, 60, late)));
    byte[] beyond = Frames6.extension(17, new byte[4]);
    beyond[1] = 1;
    assertDropped(
        DropReason.EXTENSION_HEADERS, RED, red(Frames6.packet(RED_HOST, OUTSIDE, 60, beyond)));
    assertDropped(
        DropReason.EXTENSION_HEADERS, RED, red(Frames6.packet(RED_HOST, OUTSIDE, 44, new byte[7])));
    byte[] sourceRoute = Frames6.extension(17, upper);
    sourceRoute[2] = 0;
    sourceRoute[3] = 1;
    assertDropped(
        DropReason.EXTENSION_HEADERS, RED, red(Frames6.packet(RED_HOST, OUTSIDE, 43, sourceRoute)));
  }

  @Test
  void malformedHeaders() {
    byte[] packet = udp(RED_HOST, OUTSIDE);
    byte[] version = packet.clone();
    version[0] = 0x45;
    byte[] tooLong = packet.clone();
    tooLong[5]++;
    assertDropped(DropReason.BAD_IP_HEADER, RED, red(version));
    assertDropped(DropReason.BAD_IP_HEADER, RED, red(tooLong));
    for (int length = 0; length < 40; length++) {
      assertDropped(DropReason.BAD_IP_HEADER, RED, red(Arrays.copyOf(packet, length)));
    }
  }

  @Test
  void addressesThatAreNotForwarded() {
    for (String bad : List.of("::", "::1", "fe80::1", "ff02::1", "ff0e::1")) {
      assertDropped(DropReason.BAD_ADDRESS, RED, red(udp(RED_HOST, bad)));
      assertDropped(DropReason.BAD_ADDRESS, RED, red(udp(bad, OUTSIDE)));
    }
  }

  @Test
  void ipv4MappedAddresses() {
    byte[] packet = udp(RED_HOST, "::");
    packet[34] = (byte) 0xFF;
    packet[35] = (byte) 0xFF;
    packet[39] = 9;
    assertDropped(DropReason.BAD_ADDRESS, RED, red(packet));
  }

  @Test
  void sourcesOfAnotherPortOrOurOwn() {
    assertDropped(DropReason.SPOOFED_SOURCE, RED, red(udp("2001:db8:77::1", OUTSIDE)));
    assertDropped(DropReason.SPOOFED_SOURCE, BLACK, black(udp(RED_HOST, OUTSIDE)));
    assertDropped(DropReason.SPOOFED_SOURCE, RED, red(udp(RED_OWN, OUTSIDE)));
  }

  @Test
  void policiesThatDiscardOrProtect() {
    assertDropped(DropReason.POLICY_DISCARD, RED, red(udp(RED_HOST, "2001:db8:99:1::7")));
    assertDropped(DropReason.NO_POLICY, RED, red(udp(RED_HOST, "2001:db8:98::7")));
    assertDropped(DropReason.CLEAR_BUT_PROTECTED, BLACK, black(udp(BLUE_HOST, RED_HOST)));
    byte[] wanted = udp(RED_HOST, BLUE_HOST);
    assertDropped(DropReason.NO_OUTBOUND_SA, RED, red(wanted));
    assertThat(gateway.recorder.last()).isEqualTo("acquire reqId=7");
    assertThat(gateway.recorder.frames.getLast()).isEqualTo(wanted);
  }

  @Test
  void hopLimitThatEndsHereGoesUp() {
    byte[] last = Frames6.packet(RED_HOST, OUTSIDE, 17, 0, 1, Frames.udp(1, 2, new byte[3]));
    assertPunted("frame port=0 TTL_EXCEEDED", RED, red(last));
  }

  @Test
  void whatIsTooBigGoesUpWithTheMtuAndIsNotCut() {
    int mtu = DpdkFixture.MTU;
    byte[] fits = Frames6.packet(RED_HOST, OUTSIDE, 17, Frames.udp(1, 2, new byte[mtu - 48]));
    assertForwarded(fits);
    byte[] big = Frames6.packet(RED_HOST, OUTSIDE, 17, Frames.udp(1, 2, new byte[mtu - 47]));
    assertPunted("too big port=0 mtu=" + mtu, RED, red(big));
  }

  @Test
  void localTrafficGoesUp() {
    byte[] echo =
        Frames6.packet(RED_HOST, RED_OWN, 58, new byte[] {(byte) 128, 0, 0, 0, 0, 0, 0, 0});
    assertPunted("frame port=0 LOCAL", RED, red(echo));
    assertPunted(
        "frame port=0 LOCAL", RED, red(Frames6.packet(RED_HOST, BLACK_OWN, 58, new byte[8])));
    String linkLocal = Address6.linkLocal(gateway.mac(RED)).toString();
    assertPunted(
        "frame port=0 LOCAL", RED, red(Frames6.packet("fe80::9", linkLocal, 17, new byte[8])));
  }

  @Test
  void neighborDiscoveryGoesUpWhateverThePoliciesSay() {
    byte[] solicitation = new byte[24];
    solicitation[0] = (byte) 135;
    byte[] toGroup = Frames6.packet(RED_HOST, "ff02::1:ff00:1", 58, 0, 255, solicitation);
    assertPunted("frame port=0 NEIGHBOR_DISCOVERY", RED, Frames6.frame(0x3333_FF00_0001L, toGroup));
    byte[] advertisement = solicitation.clone();
    advertisement[0] = (byte) 136;
    byte[] toUs = Frames6.packet("2001:db8:ff::2", BLACK_OWN, 58, 0, 255, advertisement);
    assertPunted("frame port=1 NEIGHBOR_DISCOVERY", BLACK, black(toUs));
  }

  @Test
  void otherGroupsFall() {
    byte[] ping = Frames6.packet(RED_HOST, "ff02::1", 58, 0, 255, new byte[] {(byte) 128, 0, 0, 0});
    assertDropped(DropReason.OTHER_DESTINATION, RED, Frames6.frame(0x3333_0000_0001L, ping));
    byte[] none = Frames6.packet(RED_HOST, "ff02::1", 58, 0, 255, new byte[0]);
    assertDropped(DropReason.OTHER_DESTINATION, RED, Frames6.frame(0x3333_0000_0001L, none));
    byte[] runt = Arrays.copyOf(none, 39);
    assertDropped(DropReason.OTHER_DESTINATION, RED, Frames6.frame(0x3333_0000_0001L, runt));
    assertDropped(DropReason.OTHER_DESTINATION, RED, Frames6.frame(0x0200_0000_0077L, ping));
  }

  @Test
  void waitsForANeighborAndAsksForIt() {
    byte[] first = udp(OUTSIDE, "2001:db8:1::77");
    assertThat(gateway.exchange(BLACK, black(first))).isNull();
    assertThat(gateway.recorder.last()).isEqualTo("unresolved port=0 2001:db8:1:0:0:0:0:77");
    Ipv6Gateway.know(gateway, RED, "2001:db8:1::77", 0x020000000177L);
    gateway.advance(10_000_000);
    gateway.run();
    gateway.rounds(20);
    assertThat(gateway.take(RED))
        .isEqualTo(
            Frames.ethernet(0x020000000177L, gateway.mac(RED), 0x86DD, Frames6.hopped(first)));
    assertThat(gateway.exchange(BLACK, black(first))).isNotNull();
  }

  @Test
  void doesNotWaitForEver() {
    gateway.exchange(BLACK, black(udp(OUTSIDE, "2001:db8:1::78")));
    gateway.advance(2_000_000_000);
    gateway.run();
    gateway.rounds(20);
    assertThat(gateway.dropped(DropReason.NEIGHBOR_UNRESOLVED)).isEqualTo(1);
  }

  @Test
  void aNeighborThatIsLostIsAskedForAgain() {
    assertForwarded(udp(RED_HOST, OUTSIDE));
    Ipv6Gateway.know(gateway, BLACK, Ipv6Gateway.ROUTER, 0);
    assertThat(gateway.exchange(RED, red(udp(RED_HOST, OUTSIDE)))).isNull();
    assertThat(gateway.recorder.last()).isEqualTo("unresolved port=1 2001:db8:ff:0:0:0:0:fe");
    gateway.advance(2_000_000_000);
    gateway.run();
    gateway.rounds(20);
  }

  @Test
  void packetsOfOurOwnGoByRoute() {
    byte[] own = Frames6.packet(BLACK_OWN, "2001:db8:ff::2", 58, new byte[40]);
    gateway.pipeline().injectIp(new UnsafeBuffer(own), 0, own.length);
    gateway.run();
    gateway.rounds(20);
    assertThat(gateway.take(BLACK))
        .isEqualTo(Frames.ethernet(TestGateway.PEER_MAC, gateway.mac(BLACK), 0x86DD, own));
    gateway.pipeline().injectLocal(new UnsafeBuffer(own), 0, own.length);
    gateway.run();
    assertThat(gateway.take(BLACK))
        .isEqualTo(Frames.ethernet(TestGateway.PEER_MAC, gateway.mac(BLACK), 0x86DD, own));
  }

  /** Whatever comes, it ends in a counter. */
  @Test
  void randomChangesEndInACounter() {
    Random random = new Random(6);
    byte[] chain =
        Frames6.extension(44, Frames6.fragment(17, 0, false, Frames.udp(1, 2, new byte[20])));
    for (int i = 0; i < 20_000; i++) {
      byte[] frame = red(Frames6.packet(RED_HOST, OUTSIDE, 60, chain));
      for (int n = random.nextInt(4); n >= 0; n--) {
        frame[12 + random.nextInt(60)] = (byte) random.nextInt(256);
      }
      gateway.feed(RED, Arrays.copyOf(frame, 14 + random.nextInt(frame.length - 13)));
      if (i % 16 == 0) {
        gateway.run();
        gateway.takeAll(BLACK);
        gateway.takeAll(RED);
      }
    }
    gateway.run();
    gateway.advance(2_000_000_000);
    gateway.run();
    gateway.rounds(20);
  }
}
