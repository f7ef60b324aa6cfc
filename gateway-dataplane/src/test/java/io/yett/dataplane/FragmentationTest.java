package io.yett.dataplane;

import static io.yett.dataplane.TestGateway.BLACK;
import static io.yett.dataplane.TestGateway.KEY;
import static io.yett.dataplane.TestGateway.LOCAL;
import static io.yett.dataplane.TestGateway.RED;
import static io.yett.dataplane.TestGateway.REMOTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dataplane.TestGateway.SaBuilder;
import io.yett.dataplane.config.PortConfig;
import io.yett.dataplane.counters.DropReason;
import io.yett.dataplane.sachannel.DfPolicy;
import io.yett.dataplane.sachannel.PolicyAction;
import io.yett.dataplane.sachannel.TrafficSelector;
import io.yett.dpdk.Mbuf;
import io.yett.dpdk.Memory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets with DF clear that are too big for their way (RFC 4301 section 7, RFC 791 §3.2). */
class FragmentationTest {
  private static final int MORE = 0x2000;
  private static final int DF = 0x4000;
  private TestGateway gateway = new TestGateway();

  @AfterEach
  void everyPacketIsAccountedFor() {
    gateway.assertAccounted();
    gateway.close();
  }

  private void useMtus(int red, int black) {
    gateway.close();
    gateway = new TestGateway(TestGateway.fused(), mtus(red, black));
  }

  private static UnaryOperator<PipelineConfig> mtus(int red, int black) {
    return c ->
        new PipelineConfig(
            c.lane(),
            List.of(withMtu(c.ports().get(RED), red), withMtu(c.ports().get(BLACK), black)),
            c.routes(),
            c.defaultPolicy(),
            c.devices(),
            c.pools(),
            c.crypto(),
            c.limits(),
            c.queues(),
            c.cryptoQueues(),
            c.clock(),
            c.ivMasks());
  }

  private static PortConfig withMtu(PortConfig port, int mtu) {
    return new PortConfig(port.name(), port.device(), port.addresses(), mtu);
  }

  private static byte[] udp(int length, int flags) {
    byte[] data = Frames.counting(length - 28);
    return Frames.ipv4("10.1.0.9", "10.2.0.5", 17, 0, 64, flags, Frames.udp(7, 9, data));
  }

  private byte[] red(byte[] packet) {
    return Frames.ipv4Frame(gateway.mac(RED), packet);
  }

  /** Feeds a packet at red; the inner packets of what comes out at black, numbered from 1. */
  private List<byte[]> tunnelled(byte[] packet) {
    gateway.feed(RED, red(packet));
    gateway.run();
    List<byte[]> inner = new ArrayList<>();
    for (byte[] frame : gateway.takeAll(BLACK)) {
      assertThat(frame.length).isLessThanOrEqualTo(14 + 1500);
      byte[] esp = Arrays.copyOfRange(frame, 34, frame.length);
      byte[] opened = EspOracle.open(KEY, inner.size() + 1, false, esp);
      inner.add(Arrays.copyOf(opened, ByteBuffer.wrap(opened).getShort(2)));
    }
    return inner;
  }

  /** Puts fragments together, by their offsets alone; each must be sound. */
  private static byte[] whole(List<byte[]> fragments) {
    ByteBuffer data = ByteBuffer.allocate(65_536);
    int end = 0;
    boolean last = false;
    for (byte[] fragment : fragments) {
      assertThat(Frames.withChecksum(fragment.clone())).isEqualTo(fragment);
      int flags = ByteBuffer.wrap(fragment).getShort(6) & 0xFFFF;
      int header = (fragment[0] & 15) * 4;
      int at = (flags & 0x1FFF) * 8;
      assertThat(at).as("no gap, no overlap").isEqualTo(end);
      assertThat(last).as("nothing behind the last").isFalse();
      data.position(at).put(fragment, header, fragment.length - header);
      end = data.position();
      last = (flags & MORE) == 0;
    }
    assertThat(last).isTrue();
    return Arrays.copyOf(data.array(), end);
  }

  @ParameterizedTest
  @ValueSource(ints = {1447, 1448, 1490, 1500})
  void areCutBeforeEncryption(int length) {
    gateway.protect();
    gateway.installOutbound(new SaBuilder());
    byte[] packet = udp(length, 0);

    List<byte[]> fragments = tunnelled(packet);

    assertThat(fragments).hasSize(2).allMatch(fragment -> fragment[8] == 63, "TTL less one");
    assertThat(whole(fragments)).isEqualTo(Arrays.copyOfRange(packet, 20, length));
    assertThat(gateway.counters().fragmentsMade()).isEqualTo(2);
    assertThat(gateway.counters().reshaped()).isEqualTo(1);
  }

  /** RFC 4301 section 7.1: later fragments have no ports; they use the SA of their packet. */
  @Test
  void useTheSaOfThePacketWhosePortsSelectedIt() {
    List<TrafficSelector> local = List.of(udpPort(TestGateway.RED_NET, 7));
    List<TrafficSelector> remote = List.of(udpPort(TestGateway.BLUE_NET, 9));
    gateway.policies(
        TestGateway.policy("ports", PolicyAction.PROTECT, TestGateway.REQ_ID, local, remote));
    gateway.installOutbound(new SaBuilder().selectors(local, remote));

    assertThat(whole(tunnelled(udp(1500, 0)))).hasSize(1480);
    assertThat(gateway.counters().dropped()).isZero();
  }

  private static TrafficSelector udpPort(List<TrafficSelector> net, int port) {
    TrafficSelector any = net.getFirst();
    return new TrafficSelector(17, port, port, any.startAddress(), any.endAddress());
  }

  @Test
  void aFragmentIsCutAgain() {
    gateway.protect();
    gateway.installOutbound(new SaBuilder());
    byte[] middle = udp(1500, MORE | 100);

    List<byte[]> fragments = tunnelled(middle);

    assertThat(fragments).hasSize(2);
    int first = ByteBuffer.wrap(fragments.getFirst()).getShort(6);
    int second = ByteBuffer.wrap(fragments.getLast()).getShort(6);
    assertThat(first).isEqualTo(MORE | 100);
    assertThat(second).isEqualTo(MORE | 100 + (fragments.getFirst().length - 20) / 8);
  }

  /** RFC 791 section 3.1: record route (7) stays with the first, the security option (130) goes. */
  @Test
  void optionsThatAreToBeCopiedAre() {
    gateway.protect();
    gateway.installOutbound(new SaBuilder());
    ByteBuffer packet = ByteBuffer.allocate(1500);
    byte[] plain = udp(1480, 0);
    packet.put(plain, 0, 20).put(new byte[] {7, 7, 4, 0, 0, 0, 0, 1, (byte) 130, 5, 9, 9, 9});
    packet.put(new byte[] {0, 0, 0, 0, 0, 0, 0}).put(plain, 20, 1460);
    packet.put(0, (byte) 0x4A).putShort(2, (short) 1500);

    List<byte[]> fragments = tunnelled(Frames.withChecksum(packet.array()));

    assertThat(fragments).hasSize(2);
    assertThat(fragments.getFirst()[0]).isEqualTo((byte) 0x4A);
    assertThat(fragments.getLast()[0]).isEqualTo((byte) 0x47);
    assertThat(Arrays.copyOfRange(fragments.getLast(), 20, 28))
        .containsExactly(130, 5, 9, 9, 9, 0, 0, 0);
    assertThat(whole(fragments)).isEqualTo(Arrays.copyOfRange(plain, 20, 1480));
  }

  @Test
  void areCutWhenForwardedInClear() {
    useMtus(1500, 600);
    gateway.policies(
        TestGateway.policy(
            "clear", PolicyAction.BYPASS, 0, TestGateway.RED_NET, TestGateway.BLUE_NET));
    byte[] packet = udp(1500, 0);
    gateway.feed(RED, red(packet));
    gateway.run();

    List<byte[]> fragments = gateway.takeAll(BLACK).stream().map(Frames::packet).toList();

    assertThat(fragments).hasSize(3).allMatch(fragment -> fragment.length <= 600);
    assertThat(whole(fragments)).isEqualTo(Arrays.copyOfRange(packet, 20, 1500));
  }

  @Test
  void areCutAfterDecryptionIfTheNextLinkIsSmaller() {
    useMtus(600, 1500);
    gateway.protect();
    gateway.installInbound(new SaBuilder());
    byte[] data = Frames.counting(1300);
    byte[] inner = Frames.ipv4("10.2.0.5", "10.1.0.9", 17, Frames.udp(9, 7, data));
    gateway.feed(BLACK, sealed(1, inner));
    gateway.feed(BLACK, sealed(1, inner));
    gateway.run();

    List<byte[]> fragments = gateway.takeAll(RED).stream().map(Frames::packet).toList();

    assertThat(fragments).hasSize(3).allMatch(fragment -> fragment[8] == 63, "TTL less one");
    assertThat(whole(fragments)).isEqualTo(Arrays.copyOfRange(inner, 20, inner.length));
    assertThat(gateway.dropped(DropReason.REPLAY)).as("a replay is not cut").isEqualTo(1);
  }

  @Test
  void dfForbidsItAfterDecryptionToo() {
    useMtus(600, 1500);
    gateway.protect();
    gateway.installInbound(new SaBuilder());
    byte[] data = Frames.udp(9, 7, Frames.counting(1300));
    gateway.feed(BLACK, sealed(1, Frames.ipv4("10.2.0.5", "10.1.0.9", 17, 0, 64, DF, data)));
    gateway.run();

    assertThat(gateway.takeAll(RED)).isEmpty();
    assertThat(gateway.recorder.last()).isEqualTo("too big port=1 mtu=600");
  }

  private byte[] sealed(long sequence, byte[] inner) {
    byte[] esp = EspOracle.seal(KEY, 0x1001, sequence, false, EspOracle.pad(inner, 4));
    return Frames.ipv4Frame(gateway.mac(BLACK), Frames.ipv4(REMOTE, LOCAL, 50, esp));
  }

  @Test
  void withoutFreeBuffersThePacketFallsWhole() {
    gateway.protect();
    gateway.installOutbound(new SaBuilder());
    gateway.feed(RED, red(udp(1500, 0)));
    int free = gateway.pool.available();
    long array = Memory.allocate(8L * free);
    assertThat(gateway.pool.allocate(array, free)).isTrue();
    gateway.run();
    Mbuf.free(array, free);

    assertThat(gateway.takeAll(BLACK)).isEmpty();
    assertThat(gateway.dropped(DropReason.NO_BUFFER)).isEqualTo(1);
  }

  /** RFC 4301 section 8.2.1: the sender is told what is left for it; DF clear, it is cut. */
  @Test
  void aSmallerPathMtuHoldsFromTheNextPacketOn() {
    gateway.protect();
    gateway.installOutbound(new SaBuilder());
    gateway.feed(RED, red(udp(1400, DF)));
    gateway.run();
    assertThat(gateway.takeAll(BLACK)).hasSize(1);

    gateway.pipeline().updatePathMtu(0x1001, 1300);
    gateway.feed(RED, red(udp(1400, DF)));
    gateway.feed(RED, red(udp(1400, 0)));
    gateway.run();
    int told = (1300 - 20 - 8 - 8 - 16 & ~3) - 2;
    assertThat(gateway.recorder.last()).isEqualTo("too big port=0 mtu=" + told);
    assertThat(gateway.takeAll(BLACK))
        .hasSize(2)
        .allMatch(frame -> frame.length <= 14 + 1300)
        .anyMatch(frame -> frame.length > 14 + 1280);

    gateway.pipeline().updatePathMtu(0x1001, 0);
    gateway.feed(RED, red(udp(1400, DF)));
    gateway.run();
    assertThat(gateway.takeAll(BLACK)).hasSize(1);
  }

  @Test
  void aPathMtuLargerThanTheLinkChangesNothing() {
    gateway.protect();
    gateway.installOutbound(new SaBuilder());
    gateway.pipeline().updatePathMtu(0x1001, 9000);
    gateway.pipeline().updatePathMtu(0x9999, 600);
    gateway.feed(RED, red(udp(1500, DF)));
    gateway.run();
    assertThat(gateway.recorder.last()).startsWith("too big");
  }

  /** RFC 4301 section 8.1. */
  @ParameterizedTest
  @CsvSource({
    "COPY, false, false",
    "COPY, true, true",
    "SET, false, true",
    "SET, true, true",
    "CLEAR, false, false",
    "CLEAR, true, false"
  })
  void dfOfTheOuterHeader(DfPolicy policy, boolean inner, boolean outer) {
    gateway.protect();
    gateway.installOutbound(new SaBuilder().df(policy));
    gateway.feed(RED, red(udp(100, inner ? DF : 0)));
    gateway.run();
    byte[] packet = Frames.packet(gateway.take(BLACK));
    assertThat(ByteBuffer.wrap(packet).getShort(6)).isEqualTo((short) (outer ? DF : 0));
    assertThat(Frames.withChecksum(Arrays.copyOf(packet, 20))).isEqualTo(Arrays.copyOf(packet, 20));
  }

  /** A moved peer changes the headers, not the policy. */
  @Test
  void dfStaysWhatItWasWhenThePeerMoves() {
    gateway.protect();
    gateway.installOutbound(new SaBuilder().df(DfPolicy.SET));
    TestGateway.Result moved = new TestGateway.Result();
    gateway
        .pipeline()
        .updatePeer(TestGateway.REQ_ID, TestGateway.hostOrder("192.0.2.254"), 0, moved);
    gateway.run();
    moved.assertOk();
    gateway.feed(RED, red(udp(100, 0)));
    gateway.run();
    assertThat(ByteBuffer.wrap(gateway.take(BLACK)).getShort(20)).isEqualTo((short) DF);
  }

  /** An SA so narrow that nothing fits: the packet falls, and no loop begins. */
  @Test
  void aLinkThatTakesNoFragmentAtAll() {
    useMtus(1500, 68);
    gateway.protect();
    gateway.installOutbound(new SaBuilder());
    gateway.feed(RED, red(udp(1500, 0)));
    gateway.run();

    assertThat(gateway.dropped(DropReason.TOO_BIG)).isEqualTo(1);
  }
}
