package io.yett.dataplane;

import static io.yett.dataplane.TestGateway.BLACK;
import static io.yett.dataplane.TestGateway.KEY;
import static io.yett.dataplane.TestGateway.LOCAL;
import static io.yett.dataplane.TestGateway.RED;
import static io.yett.dataplane.TestGateway.REMOTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yett.dataplane.TestGateway.SaBuilder;
import io.yett.dataplane.counters.DropReason;
import io.yett.dataplane.sachannel.PolicyAction;
import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dataplane.sachannel.TrafficSelector;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** ESP in transport mode (RFC 4303 section 3.1.1): what the octets are not about. */
class TransportModeTest {
  private final TestGateway gateway = new TestGateway();

  @AfterEach
  void everyPacketIsAccountedFor() {
    gateway.assertAccounted();
    gateway.close();
  }

  private static byte[] esp(long sequence, int nextHeader, byte[] payload) {
    return EspOracle.seal(KEY, 0x1001, sequence, false, EspOracle.pad(payload, nextHeader));
  }

  private static byte[] outer(byte[] esp) {
    return Frames.ipv4(REMOTE, LOCAL, 50, esp);
  }

  private void assertDropped(DropReason reason, byte[] packet) {
    long before = gateway.dropped(reason);
    assertThat(gateway.receive(packet)).isNull();
    assertThat(gateway.take(RED)).isNull();
    assertThat(gateway.dropped(reason)).as(reason.name()).isEqualTo(before + 1);
  }

  @Test
  void aPacketThatIsNotOurOwnIsRefused() {
    gateway.policies(
        TestGateway.policy(
            "net",
            PolicyAction.PROTECT,
            TestGateway.REQ_ID,
            TestGateway.RED_NET,
            List.of(TestGateway.range(REMOTE, REMOTE))));
    gateway.installOutbound(new SaBuilder().transport());
    byte[] packet = Frames.ipv4("10.1.0.9", REMOTE, 17, Frames.udp(1, 2, new byte[9]));
    assertThat(gateway.exchange(RED, Frames.ipv4Frame(gateway.mac(RED), packet))).isNull();
    assertThat(gateway.dropped(DropReason.NOT_OWN)).isEqualTo(1);
  }

  @Test
  void selectorsOfOtherHostsAreRefused() {
    List<TrafficSelector> wide = List.of(TestGateway.range("192.0.2.0", "192.0.2.255"));
    assertThatThrownBy(
            () -> gateway.installInbound(new SaBuilder().transport().selectors(wide, wide)))
        .hasMessageContaining("transport mode")
        .hasMessageContaining("RFC 4301 section 4.1");
  }

  @Test
  void aTunnelledPacketIsNoPacketOfTheSa() {
    gateway.protectOwn();
    gateway.installInbound(new SaBuilder().transport());
    byte[] inner = Frames.ipv4("10.2.0.5", "10.1.0.9", 17, Frames.udp(1, 2, new byte[20]));
    byte[] up = gateway.receive(outer(esp(1, 4, inner)));
    // It is an IP-in-IP packet of the peer to us, and goes nowhere else.
    assertThat(up[9]).isEqualTo((byte) 4);
    assertThat(gateway.take(RED)).isNull();
  }

  /** And a packet in transport mode is none of a tunnel. */
  @Test
  void aTunnelTakesNoTransportPacket() {
    gateway.protect();
    gateway.installInbound(new SaBuilder());
    assertDropped(
        DropReason.BAD_NEXT_HEADER, outer(esp(1, 17, Frames.udp(1, 2, Frames.counting(20)))));
  }

  @Test
  void whatTheSelectorsForbidFalls() {
    List<TrafficSelector> port =
        List.of(new TrafficSelector(17, 7, 7, TestGateway.ip(LOCAL), TestGateway.ip(LOCAL)));
    gateway.installInbound(
        new SaBuilder().transport().selectors(port, List.of(TestGateway.range(REMOTE, REMOTE))));
    byte[] good = Frames.udp(1, 7, new byte[9]);
    assertThat(gateway.receive(outer(esp(1, 17, good)))).endsWith(good);
    assertDropped(DropReason.INBOUND_SELECTORS, outer(esp(2, 17, Frames.udp(1, 8, new byte[9]))));
    assertDropped(DropReason.INBOUND_SELECTORS, outer(esp(3, 6, new byte[20])));
    byte[] other = Frames.ipv4("192.0.2.3", LOCAL, 50, esp(4, 17, good));
    assertDropped(DropReason.INBOUND_SELECTORS, other);
    assertThat(gateway.status(SaDirection.INBOUND).packets()).isEqualTo(4);
  }

  @Test
  void wrongIcvReplayAndDummies() {
    gateway.installInbound(new SaBuilder().transport());
    byte[] payload = Frames.udp(1, 2, Frames.counting(9));
    byte[] good = esp(1, 17, payload);
    for (int i = 8; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 1;
      assertDropped(DropReason.AUTH_FAILED, outer(bad));
    }
    assertThat(gateway.receive(outer(good))).endsWith(payload);
    assertDropped(DropReason.REPLAY, outer(good));
    assertDropped(DropReason.DUMMY, outer(esp(2, 59, Frames.counting(30))));
    byte[] padding = EspOracle.pad(payload, 17);
    padding[padding.length - 2] = (byte) 200;
    assertDropped(DropReason.BAD_PADDING, outer(EspOracle.seal(KEY, 0x1001, 3, false, padding)));
    assertThat(gateway.receive(outer(esp(4, 17, new byte[0])))).hasSize(20);
  }

  /** The options of the packet are in front of ESP, and stay. */
  @Test
  void optionsStay() {
    gateway.protectOwn();
    gateway.installOutbound(new SaBuilder().transport());
    gateway.installInbound(new SaBuilder().transport());
    byte[] udp = Frames.udp(7, 9, Frames.counting(11));
    for (int words = 1; words <= 10; words++) {
      byte[] sent = Frames.packet(gateway.sendOwn(withOptions(LOCAL, REMOTE, 17, words, udp)));
      int header = 20 + 4 * words;
      assertThat(Arrays.copyOfRange(sent, 20, header)).containsOnly(1);
      assertThat(Frames.withChecksum(sent.clone())).isEqualTo(sent);
      byte[] esp = Arrays.copyOfRange(sent, header, sent.length);
      assertThat(EspOracle.open(KEY, words, false, esp)).isEqualTo(EspOracle.pad(udp, 17));
      byte[] up = gateway.receive(withOptions(REMOTE, LOCAL, 50, words, esp(words, 17, udp)));
      assertThat(up).isEqualTo(withOptions(REMOTE, LOCAL, 17, words, udp));
    }
  }

  private static byte[] withOptions(
      String source, String destination, int protocol, int words, byte[] payload) {
    byte[] options = new byte[4 * words];
    Arrays.fill(options, (byte) 1);
    byte[] packet =
        Frames.ipv4(
            source,
            destination,
            protocol,
            ByteBuffer.allocate(options.length + payload.length).put(options).put(payload).array());
    packet[0] = (byte) (0x45 + words);
    return Frames.withChecksum(packet);
  }

  /** A whole packet is protected, and cut afterwards, if it is too big with ESP. */
  @Test
  void whatIsTooBigIsCutAfterEncryption() {
    gateway.protectOwn();
    gateway.installOutbound(new SaBuilder().transport());
    byte[] udp = Frames.udp(7, 9, Frames.counting(DpdkFixture.MTU - 28));
    byte[] first = Frames.packet(gateway.sendOwn(Frames.ipv4(LOCAL, REMOTE, 17, udp)));
    byte[] second = Frames.packet(gateway.take(BLACK));
    assertThat(gateway.take(BLACK)).isNull();
    assertThat(first).hasSizeLessThanOrEqualTo(DpdkFixture.MTU);
    assertThat(first[6]).as("more fragments").isEqualTo((byte) 0x20);
    byte[] esp = Arrays.copyOfRange(first, 20, first.length - 20 + second.length);
    System.arraycopy(second, 20, esp, first.length - 20, second.length - 20);
    assertThat(EspOracle.open(KEY, 1, false, esp)).isEqualTo(EspOracle.pad(udp, 17));
    byte[] whole = Frames.ipv4(LOCAL, REMOTE, 17, 0, 64, 0x4000, udp);
    assertThat(gateway.sendOwn(whole)).isNull();
    assertThat(gateway.dropped(DropReason.TOO_BIG)).isEqualTo(1);
  }

  /** Larger than a port's buffers: protected whole, so that the peer's IP puts it together. */
  @Test
  void aLargePacketOfOurOwnIsProtectedWhole() {
    gateway.protectOwn();
    gateway.installOutbound(new SaBuilder().transport());
    byte[] udp = Frames.udp(7, 9, Frames.counting(9216 - 28));
    byte[] esp = joined(gateway.sendOwn(Frames.ipv4(LOCAL, REMOTE, 17, udp)));
    assertThat(EspOracle.open(KEY, 1, false, esp)).isEqualTo(EspOracle.pad(udp, 17));
    gateway.policies();
    byte[] clear = Frames.ipv4(LOCAL, "192.0.2.254", 17, udp);
    assertThat(joined(gateway.sendOwn(clear))).isEqualTo(udp);
  }

  /** What fragments carry that come one after the other, the first of them given. */
  private byte[] joined(byte[] firstFrame) {
    ByteBuffer whole = ByteBuffer.allocate(10_000);
    for (byte[] frame = firstFrame; frame != null; frame = gateway.take(BLACK)) {
      byte[] packet = Frames.packet(frame);
      assertThat(packet).hasSizeLessThanOrEqualTo(DpdkFixture.MTU);
      assertThat(ByteBuffer.wrap(packet).getShort(6) & 0x1FFF).isEqualTo(whole.position() / 8);
      whole.put(packet, 20, packet.length - 20);
    }
    return Arrays.copyOf(whole.array(), whole.position());
  }

  @Test
  void aFragmentOfOurOwnFalls() {
    gateway.protectOwn();
    gateway.installOutbound(new SaBuilder().transport());
    byte[] fragment = Frames.ipv4(LOCAL, REMOTE, 17, 0, 64, 0x2000, new byte[64]);
    assertThat(gateway.sendOwn(fragment)).isNull();
    assertThat(gateway.dropped(DropReason.TRANSPORT_FRAGMENT)).isEqualTo(1);
  }

  /** RFC 3948 section 3.1.2: the addresses have changed on the way. */
  @Test
  void checksumsBehindNatAreMended() {
    gateway.installInbound(new SaBuilder().transport().udp());
    byte[] udp = Frames.udp(7, 9, Frames.counting(9));
    udp[6] = 0x12;
    udp[7] = 0x34;
    byte[] up = receiveInUdp(1, 17, udp);
    udp[6] = 0;
    udp[7] = 0;
    assertThat(up).endsWith(udp);
    for (int length = 20; length < 40; length++) {
      byte[] tcp = Frames.counting(length);
      tcp[16] = (byte) 0xAB;
      byte[] segment = receiveInUdp(length, 6, tcp);
      assertThat(segment[20 + 16]).as("length %d", length).isNotEqualTo((byte) 0xAB);
      assertThat(tcpSum(segment)).as("length %d", length).isEqualTo(0xFFFF);
    }
    // What is no whole header stays as it is.
    assertThat(receiveInUdp(60, 6, Frames.counting(19))).endsWith(Frames.counting(19));
    assertThat(receiveInUdp(61, 17, Frames.counting(7))).endsWith(Frames.counting(7));
  }

  private byte[] receiveInUdp(long sequence, int nextHeader, byte[] payload) {
    byte[] datagram = Frames.udp(4500, 4500, esp(sequence, nextHeader, payload));
    return gateway.receive(Frames.ipv4(REMOTE, LOCAL, 17, datagram));
  }

  private static int tcpSum(byte[] packet) {
    int length = packet.length - 20;
    ByteBuffer all = ByteBuffer.allocate(12 + length + 1);
    all.put(packet, 12, 8).putShort((short) 6).putShort((short) length).put(packet, 20, length);
    int sum = 0;
    for (int i = 0; i + 1 < all.capacity(); i += 2) {
      sum += all.getShort(i) & 0xFFFF;
    }
    sum = (sum & 0xFFFF) + (sum >>> 16);
    return (sum & 0xFFFF) + (sum >>> 16);
  }
}
