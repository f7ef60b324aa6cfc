package io.yett.dataplane;

import static io.yett.dataplane.TestGateway.BLACK;
import static io.yett.dataplane.TestGateway.LOCAL;
import static io.yett.dataplane.TestGateway.RED;
import static io.yett.dataplane.TestGateway.REMOTE;
import static io.yett.dataplane.TestGateway.range;
import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dataplane.TestGateway.SaBuilder;
import io.yett.dataplane.counters.DropReason;
import io.yett.dataplane.sachannel.PolicyAction;
import io.yett.dataplane.sachannel.TrafficSelector;
import io.yett.dpdk.Layout;
import io.yett.dpdk.Mbuf;
import io.yett.dpdk.Memory;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of frames that are not ESP: forwarded, handed up, or dropped by which name. */
class ClassifierTest {
  private final TestGateway gateway = new TestGateway();

  @BeforeEach
  void policies() {
    gateway.policies(
        TestGateway.policy(
            "clear",
            PolicyAction.BYPASS,
            0,
            List.of(range("10.1.0.0", "10.1.0.255")),
            List.of(range("198.51.100.0", "198.51.100.255"))),
        TestGateway.policy(
            "never",
            PolicyAction.DISCARD,
            0,
            List.of(range("10.1.0.0", "10.1.0.255")),
            List.of(range("203.0.113.0", "203.0.113.127"))),
        TestGateway.policy(
            "net",
            PolicyAction.PROTECT,
            TestGateway.REQ_ID,
            TestGateway.RED_NET,
            TestGateway.BLUE_NET));
  }

  @AfterEach
  void everyPacketIsAccountedFor() {
    gateway.assertAccounted();
    gateway.close();
  }

  private byte[] red(byte[] packet) {
    return Frames.ipv4Frame(gateway.mac(RED), packet);
  }

  private byte[] black(byte[] packet) {
    return Frames.ipv4Frame(gateway.mac(BLACK), packet);
  }

  private static byte[] clear() {
    return Frames.ipv4("10.1.0.9", "198.51.100.7", 17, Frames.udp(1, 2, new byte[30]));
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

  @Test
  void forwardsWhatMayBypass() {
    byte[] sent = gateway.exchange(RED, red(clear()));
    byte[] expected = clear();
    expected[8]--;
    assertThat(sent)
        .isEqualTo(
            Frames.ethernet(
                TestGateway.PEER_MAC, gateway.mac(BLACK), 0x0800, Frames.withChecksum(expected)));
  }

  @Test
  void takesEthernetPaddingOff() {
    byte[] small = Frames.ipv4("10.1.0.9", "198.51.100.7", 17, Frames.udp(1, 2, new byte[1]));
    byte[] sent = gateway.exchange(RED, red(Arrays.copyOf(small, 46)));
    assertThat(sent).hasSize(14 + small.length);
  }

  @Test
  void repliesOfABypassPolicyComeBack() {
    byte[] reply = Frames.ipv4("198.51.100.7", "10.1.0.9", 17, Frames.udp(2, 1, new byte[3]));
    assertThat(gateway.exchange(BLACK, black(reply))).isNotNull();
  }

  @Test
  void policiesThatDiscard() {
    assertDropped(
        DropReason.POLICY_DISCARD,
        RED,
        red(Frames.ipv4("10.1.0.9", "203.0.113.1", 6, new byte[20])));
    assertDropped(
        DropReason.NO_POLICY, RED, red(Frames.ipv4("10.1.0.9", "203.0.113.200", 6, new byte[20])));
  }

  @Test
  void asksForAnSaAtABoundedRate() {
    byte[] packet = Frames.ipv4("10.1.0.9", "10.2.0.5", 17, Frames.udp(1, 2, new byte[3]));
    for (int i = 0; i < 5; i++) {
      assertDropped(DropReason.NO_OUTBOUND_SA, RED, red(packet));
    }
    assertThat(gateway.recorder.lines).containsExactly("acquire reqId=7");
    assertThat(gateway.recorder.frames.getFirst()).isEqualTo(packet);
    gateway.advance(1_000_000_000);
    assertDropped(DropReason.NO_OUTBOUND_SA, RED, red(packet));
    assertThat(gateway.recorder.lines).hasSize(2);
    gateway.installOutbound(new SaBuilder());
    assertThat(gateway.exchange(RED, red(packet))).isNotNull();
  }

  @Test
  void arpGoesUp() {
    byte[] request = Frames.ethernet(0xFFFF_FFFF_FFFFL, 0x020000000109L, 0x0806, new byte[46]);
    assertPunted("frame port=0 ARP", RED, request);
    byte[] reply = Frames.ethernet(gateway.mac(BLACK), 0x020000000202L, 0x0806, new byte[46]);
    assertPunted("frame port=1 ARP", BLACK, reply);
  }

  @Test
  void localTrafficGoesUp() {
    byte[] echo = Frames.ipv4("10.1.0.9", "10.1.0.1", 1, new byte[] {8, 0, 0, 0, 0, 1, 0, 1});
    assertPunted("frame port=0 LOCAL", RED, red(echo));
    byte[] ike = Frames.ipv4(REMOTE, LOCAL, 17, Frames.udp(500, 500, new byte[28]));
    assertPunted("frame port=1 IKE", BLACK, black(ike));
    byte[] nat = Frames.ipv4(REMOTE, LOCAL, 17, Frames.udp(4500, 4500, new byte[32]));
    assertPunted("frame port=1 IKE", BLACK, black(nat));
  }

  /** RFC 3948 section 2.3. */
  @Test
  void natKeepalivesFall() {
    byte[] keepalive = Frames.ipv4(REMOTE, LOCAL, 17, Frames.udp(4500, 4500, new byte[] {-1}));
    assertDropped(DropReason.NAT_KEEPALIVE, BLACK, black(keepalive));
    byte[] other = Frames.ipv4(REMOTE, LOCAL, 17, Frames.udp(4500, 4500, new byte[] {1}));
    assertDropped(DropReason.ESP_TRUNCATED, BLACK, black(other));
    byte[] empty = Frames.ipv4(REMOTE, LOCAL, 17, Frames.udp(4500, 4500, new byte[0]));
    assertDropped(DropReason.ESP_TRUNCATED, BLACK, black(empty));
  }

  @Test
  void aTtlThatEndsHereGoesUp() {
    byte[] last =
        Frames.ipv4("10.1.0.9", "198.51.100.7", 17, 0, 1, 0, Frames.udp(1, 2, new byte[3]));
    assertPunted("frame port=0 TTL_EXCEEDED", RED, red(last));
    gateway.installOutbound(new SaBuilder());
    byte[] protectedOne =
        Frames.ipv4("10.1.0.9", "10.2.0.5", 17, 0, 1, 0, Frames.udp(1, 2, new byte[3]));
    assertPunted("frame port=0 TTL_EXCEEDED", RED, red(protectedOne));
  }

  /** RFC 4301 section 8.2.1: the MTU that is told is that of the inner packet. */
  @Test
  void packetsTooBigForTheTunnel() {
    gateway.installOutbound(new SaBuilder());
    int largest = ((1500 - 20 - 8 - 8 - 16) & ~3) - 2;
    byte[] fits = udpPacket(largest, 0x4000);
    assertThat(gateway.exchange(RED, red(fits))).hasSizeLessThanOrEqualTo(14 + 1500);
    byte[] tooBig = udpPacket(largest + 1, 0x4000);
    assertPunted("too big port=0 mtu=" + largest, RED, red(tooBig));
  }

  private static byte[] udpPacket(int length, int flags) {
    return Frames.ipv4(
        "10.1.0.9", "10.2.0.5", 17, 0, 64, flags, Frames.udp(1, 2, new byte[length - 28]));
  }

  @Test
  void wrongFrames() {
    assertDropped(DropReason.RUNT, RED, new byte[13]);
    assertDropped(
        DropReason.OTHER_DESTINATION, RED, Frames.ipv4Frame(0x02_00_00_00_77_77L, clear()));
    assertDropped(DropReason.OTHER_DESTINATION, RED, Frames.ipv4Frame(0xFFFF_FFFF_FFFFL, clear()));
    assertDropped(
        DropReason.UNSUPPORTED_ETHERTYPE,
        RED,
        Frames.ethernet(gateway.mac(RED), 1, 0x88CC, new byte[60]));
  }

  @Test
  void wrongIpHeaders() {
    byte[] packet = clear();
    for (int length = 0; length < packet.length; length++) {
      assertDropped(DropReason.BAD_IP_HEADER, RED, red(Arrays.copyOf(packet, length)));
    }
    packet = clear();
    packet[0] = 0x44;
    assertDropped(DropReason.BAD_IP_HEADER, RED, red(packet));
    packet = clear();
    packet[0] = 0x65;
    assertDropped(DropReason.BAD_IP_HEADER, RED, red(packet));
    packet = clear();
    packet[10] ^= 1;
    assertDropped(DropReason.BAD_IP_CHECKSUM, RED, red(packet));
    packet = Frames.ipv4("10.1.0.9", "198.51.100.7", 17, new byte[12]);
    packet[0] = 0x47;
    packet[20] = (byte) 0x83;
    packet[21] = 7;
    assertDropped(DropReason.IP_OPTIONS, RED, red(Frames.withChecksum(packet)));
  }

  @Test
  void addressesThatMayNotPass() {
    for (String bad : List.of("127.0.0.1", "0.1.2.3", "224.0.0.5", "255.255.255.255")) {
      assertDropped(
          DropReason.BAD_ADDRESS, RED, red(Frames.ipv4(bad, "10.2.0.5", 6, new byte[20])));
      assertDropped(
          DropReason.BAD_ADDRESS, RED, red(Frames.ipv4("10.1.0.9", bad, 6, new byte[20])));
    }
  }

  /** RFC 3704: whoever is on the untrusted link cannot pass for the protected side. */
  @Test
  void spoofedSources() {
    gateway.installOutbound(new SaBuilder());
    byte[] spoofed = Frames.ipv4("10.1.0.9", "10.2.0.5", 17, Frames.udp(1, 2, new byte[3]));
    assertDropped(DropReason.SPOOFED_SOURCE, BLACK, black(spoofed));
    byte[] ours = Frames.ipv4(LOCAL, "10.1.0.9", 17, Frames.udp(1, 2, new byte[3]));
    assertDropped(DropReason.SPOOFED_SOURCE, BLACK, black(ours));
  }

  /** RFC 4301 section 7: fragments have no ports, so they match selectors without ports alone. */
  @Test
  void fragmentsAndPorts() {
    gateway.policies(
        TestGateway.policy(
            "web",
            PolicyAction.BYPASS,
            0,
            TestGateway.RED_NET,
            List.of(
                new TrafficSelector(
                    6, 80, 80, TestGateway.ip("198.51.100.0"), TestGateway.ip("198.51.100.255")))));
    byte[] tcp = new byte[20];
    tcp[3] = 80;
    byte[] whole = Frames.ipv4("10.1.0.9", "198.51.100.7", 6, tcp);
    byte[] first = Frames.ipv4("10.1.0.9", "198.51.100.7", 6, 0, 64, 0x2000, tcp);
    byte[] later = Frames.ipv4("10.1.0.9", "198.51.100.7", 6, 0, 64, 0x0003, tcp);
    assertThat(gateway.exchange(RED, red(whole))).isNotNull();
    assertDropped(DropReason.NO_POLICY, RED, red(first));
    assertDropped(DropReason.NO_POLICY, RED, red(later));
  }

  @Test
  void aPacketWaitsForItsNeighbor() {
    gateway.policies(
        TestGateway.policy(
            "all",
            PolicyAction.BYPASS,
            0,
            TestGateway.RED_NET,
            List.of(range("192.0.2.0", "192.0.2.255"))));
    byte[] packet = Frames.ipv4("10.1.0.9", "192.0.2.77", 17, Frames.udp(1, 2, new byte[3]));
    assertThat(gateway.exchange(RED, red(packet))).isNull();
    assertThat(gateway.recorder.lines).containsExactly("unresolved port=1 192.0.2.77");
    gateway.pipeline().updateNeighbor(BLACK, TestGateway.hostOrder("192.0.2.77"), 0x020000000277L);
    gateway.advance(10_000_000);
    gateway.run();
    assertThat(gateway.take(BLACK)).startsWith(TestGateway.hex("020000000277"));
    assertThat(gateway.exchange(RED, red(packet))).isNotNull();
  }

  @Test
  void aNeighborThatNeverAnswers() {
    gateway.installOutbound(new SaBuilder());
    gateway.pipeline().updateNeighbor(BLACK, TestGateway.hostOrder("192.0.2.2"), 0);
    byte[] packet = Frames.ipv4("10.1.0.9", "10.2.0.5", 17, Frames.udp(1, 2, new byte[3]));
    for (int i = 0; i < 100; i++) {
      gateway.feed(RED, red(packet));
    }
    gateway.run();
    assertThat(gateway.recorder.lines).containsExactly("unresolved port=1 192.0.2.2");
    assertThat(gateway.dropped(DropReason.NEIGHBOR_UNRESOLVED)).as("evicted").isEqualTo(36);
    gateway.advance(2_000_000_000);
    gateway.run();
    assertThat(gateway.dropped(DropReason.NEIGHBOR_UNRESOLVED)).isEqualTo(100);
  }

  /** CVE-2026-43284: a buffer that somebody else holds too is never encrypted in place. */
  @Test
  void aSharedBufferIsNotEncryptedInPlace() {
    gateway.installOutbound(new SaBuilder());
    long array = Memory.allocate(16);
    assertThat(gateway.pool.allocate(array, 1)).isTrue();
    long mbuf = Memory.getLong(array);
    byte[] frame = red(Frames.ipv4("10.1.0.9", "10.2.0.5", 17, Frames.udp(1, 2, new byte[3])));
    Memory.copy(frame, 0, Mbuf.data(mbuf), frame.length);
    Mbuf.length(mbuf, frame.length);
    Memory.putShort(mbuf + Layout.MBUF_REFCNT, (short) 2);
    gateway.feed(RED, mbuf);
    gateway.run();
    assertThat(gateway.dropped(DropReason.SHARED_BUFFER)).isEqualTo(1);
    byte[] after = new byte[frame.length];
    Memory.copy(Mbuf.data(mbuf), after, 0, after.length);
    assertThat(after).as("untouched").isEqualTo(frame);
    assertThat(Mbuf.referenceCount(mbuf)).isEqualTo(1);
    Memory.putLong(array, mbuf);
    Mbuf.free(array, 1);
  }

  @Test
  void aPacketInSeveralBuffersIsCopiedIntoOne() {
    byte[] frame =
        red(Frames.ipv4("10.1.0.9", "198.51.100.7", 17, Frames.udp(1, 2, Frames.counting(900))));
    gateway.feed(RED, chained(frame, 3, 14, 800));
    gateway.run();
    byte[] sent = gateway.take(BLACK);
    assertThat(Arrays.copyOfRange(sent, 34, sent.length))
        .isEqualTo(Arrays.copyOfRange(frame, 34, frame.length));
  }

  @Test
  void aPacketInSeveralBuffersThatFitsNone() {
    gateway.feed(RED, chained(new byte[9602], 2000, 4000, 6000, 8000));
    gateway.run();
    assertThat(gateway.dropped(DropReason.MULTI_SEGMENT)).isEqualTo(1);
  }

  @Test
  void aPacketInSeveralBuffersThatContradictsItself() {
    long mbuf = chained(new byte[100], 50);
    Memory.putInt(mbuf + Layout.MBUF_PKT_LEN, 90);
    gateway.feed(RED, mbuf);
    gateway.run();
    assertThat(gateway.dropped(DropReason.MULTI_SEGMENT)).isEqualTo(1);
  }

  /** A chain of mbufs with the frame, split at these octets. */
  private long chained(byte[] frame, int... splits) {
    int count = splits.length + 1;
    long array = Memory.allocate(8L * count);
    assertThat(gateway.pool.allocate(array, count)).isTrue();
    long first = Memory.getLong(array);
    for (int i = 0; i < count; i++) {
      int from = i == 0 ? 0 : splits[i - 1];
      int length = (i == count - 1 ? frame.length : splits[i]) - from;
      long segment = Memory.getLong(array + 8L * i);
      Memory.copy(frame, from, Mbuf.data(segment), length);
      Mbuf.length(segment, length);
      if (i > 0) {
        Memory.putLong(Memory.getLong(array + 8L * (i - 1)) + Layout.MBUF_NEXT, segment);
      }
    }
    Memory.putShort(first + Layout.MBUF_NB_SEGS, (short) count);
    Memory.putInt(first + Layout.MBUF_PKT_LEN, frame.length);
    return first;
  }

  @Test
  void ownFramesAndPackets() {
    byte[] arp = Frames.ethernet(0xFFFF_FFFF_FFFFL, gateway.mac(BLACK), 0x0806, new byte[46]);
    assertThat(gateway.pipeline().inject(BLACK, new UnsafeBuffer(arp), 0, arp.length)).isTrue();
    gateway.run();
    assertThat(gateway.take(BLACK)).isEqualTo(arp);
    byte[] ike = Frames.ipv4(LOCAL, REMOTE, 17, Frames.udp(500, 500, new byte[28]));
    assertThat(gateway.pipeline().injectIp(new UnsafeBuffer(ike), 0, ike.length)).isTrue();
    gateway.run();
    assertThat(Frames.packet(gateway.take(BLACK))).isEqualTo(ike);
    assertThat(gateway.pipeline().inject(9, new UnsafeBuffer(arp), 0, arp.length)).isFalse();
    byte[] huge = new byte[10_000];
    assertThat(gateway.pipeline().injectIp(new UnsafeBuffer(huge), 0, huge.length)).isFalse();
    assertThat(gateway.pipeline().refusedOwn()).isEqualTo(1);
    byte[] short1 = new byte[3];
    assertThat(gateway.pipeline().injectIp(new UnsafeBuffer(short1), 0, 3)).isTrue();
    gateway.run();
    assertThat(gateway.dropped(DropReason.NO_BUFFER)).isEqualTo(1);
  }

  /** An answer to a ping through the tunnel goes back through the tunnel. */
  @Test
  void ownPacketsTakeThePolicies() {
    gateway.installOutbound(new SaBuilder());
    byte[] reply = Frames.ipv4("10.1.0.1", "10.2.0.5", 1, new byte[] {0, 0, -1, -1, 0, 0, 0, 0});
    assertThat(gateway.pipeline().injectLocal(new UnsafeBuffer(reply), 0, reply.length)).isTrue();
    gateway.run();
    byte[] outer = Frames.packet(gateway.take(BLACK));
    byte[] esp = Arrays.copyOfRange(outer, 20, outer.length);
    assertThat(EspOracle.open(TestGateway.KEY, 1, false, esp))
        .as("TTL as it was")
        .isEqualTo(EspOracle.pad(reply, 4));
    byte[] clear = Frames.ipv4("10.1.0.1", "10.1.0.9", 1, new byte[] {0, 0, -1, -1, 0, 0, 0, 0});
    gateway.pipeline().injectLocal(new UnsafeBuffer(clear), 0, clear.length);
    gateway.run();
    assertThat(Frames.packet(gateway.take(RED))).isEqualTo(clear);
  }
}
