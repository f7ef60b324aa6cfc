package io.yett.dataplane;

import static io.yett.dataplane.TestGateway.BLACK;
import static io.yett.dataplane.TestGateway.KEY;
import static io.yett.dataplane.TestGateway.LOCAL;
import static io.yett.dataplane.TestGateway.RED;
import static io.yett.dataplane.TestGateway.REMOTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dataplane.TestGateway.SaBuilder;
import io.yett.dataplane.counters.DropReason;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets to us that come in fragments (RFC 791 section 3.2, RFC 4303 section 3.4.1). */
class ReassemblyTest {
  private static final int MORE = 0x2000;
  private final TestGateway gateway = new TestGateway();

  @BeforeEach
  void tunnel() {
    gateway.protect();
    gateway.installInbound(new SaBuilder());
    gateway.installInbound(new SaBuilder().spi(0x1002).udp());
  }

  @AfterEach
  void everyPacketIsAccountedFor() {
    gateway.assertAccounted();
    gateway.close();
  }

  private static byte[] inner(int length) {
    return Frames.ipv4("10.2.0.5", "10.1.0.9", 17, Frames.udp(1, 2, Frames.counting(length - 28)));
  }

  private static byte[] esp(int spi, long sequence, int length) {
    return EspOracle.seal(KEY, spi, sequence, false, EspOracle.pad(inner(length), 4));
  }

  /** A fragment of a packet to us. */
  private byte[] fragment(int id, int protocol, byte[] data, int from, int to) {
    int flags = from / 8 | (to < data.length ? MORE : 0);
    byte[] part = Arrays.copyOfRange(data, from, to);
    byte[] packet = Frames.ipv4(REMOTE, LOCAL, protocol, 0, 64, flags, part);
    ByteBuffer.wrap(packet).putShort(4, (short) id);
    return Frames.ipv4Frame(gateway.mac(BLACK), Frames.withChecksum(packet));
  }

  private List<byte[]> fragments(int id, int protocol, byte[] data, int size) {
    List<byte[]> all = new ArrayList<>();
    for (int at = 0; at < data.length; at += size) {
      all.add(fragment(id, protocol, data, at, Math.min(at + size, data.length)));
    }
    return all;
  }

  private void feed(List<byte[]> frames) {
    frames.forEach(frame -> gateway.feed(BLACK, frame));
    gateway.run();
  }

  private void assertDelivered(int length) {
    byte[] expected = inner(length);
    expected[8]--;
    assertThat(Frames.packet(gateway.take(RED))).isEqualTo(Frames.withChecksum(expected));
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 24, 64, 480, 1016, 1480})
  void espIsDecryptedOnceItIsWhole(int size) {
    int length = size == 8 ? 400 : 1500;
    feed(fragments(1, 50, esp(0x1001, 1, length), size));
    assertDelivered(length);
    assertThat(gateway.counters().reassembled()).isEqualTo(1);
  }

  /** Longer than the buffers of a port with an MTU of 1500; cut again for the red link. */
  @ParameterizedTest
  @ValueSource(ints = {2000, 2048, 2049, 4000, 9000})
  void espThatIsLongerThanAFrame(int length) {
    feed(fragments(1, 50, esp(0x1001, 1, length), 1480));
    List<byte[]> sent = gateway.takeAll(RED);
    assertThat(sent).hasSize((length - 20 + 1479) / 1480);
    assertThat(sent.stream().mapToInt(frame -> frame.length - 34).sum()).isEqualTo(length - 20);
    assertThat(gateway.counters().dropped()).isZero();
  }

  @Test
  void espInUdpToo() {
    feed(fragments(1, 17, Frames.udp(4500, 4500, esp(0x1002, 1, 1500)), 1000));
    assertDelivered(1500);
  }

  @Test
  void ikeGoesUpWhole() {
    byte[] message = Frames.udp(500, 500, Frames.counting(1900));
    feed(fragments(1, 17, message, 1000));
    assertThat(gateway.recorder.last()).isEqualTo("frame port=1 IKE");
    assertThat(Frames.packet(gateway.recorder.frames.getLast()))
        .isEqualTo(reference(1, 17, message));
  }

  private static byte[] reference(int id, int protocol, byte[] data) {
    byte[] packet = Frames.ipv4(REMOTE, LOCAL, protocol, data);
    ByteBuffer.wrap(packet).putShort(4, (short) id);
    return Frames.withChecksum(packet);
  }

  /** Cut anywhere, in any order: always the same packet, and only once. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anyCutsInAnyOrder(long seed) {
    Random random = new Random(seed);
    int packets = 40;
    for (int i = 1; i <= packets; i += 4) { // no more at once than one set of the table holds
      List<byte[]> frames = new ArrayList<>();
      for (int j = i; j < i + 4; j++) {
        byte[] data = esp(0x1001, j, 1200);
        for (int at = 0; at < data.length; ) {
          int to = Math.min(data.length, at + 8 * (1 + random.nextInt(40)));
          frames.add(fragment(j, 50, data, at, to));
          at = to;
        }
      }
      Collections.shuffle(frames, random);
      feed(frames);
    }

    assertThat(gateway.takeAll(RED)).hasSize(packets);
    assertThat(gateway.counters().reassembled()).isEqualTo(packets);
    assertThat(gateway.counters().waiting()).isZero();
    assertThat(gateway.counters().dropped()).isZero();
  }

  /** A network may repeat a packet: the second is of no use, and does no harm. */
  @Test
  void aFragmentThatComesTwice() {
    List<byte[]> frames = fragments(1, 50, esp(0x1001, 1, 1500), 1000);
    feed(List.of(frames.getFirst(), frames.getFirst(), frames.getLast()));
    assertDelivered(1500);
    assertThat(gateway.dropped(DropReason.FRAGMENT_OVERLAP)).isEqualTo(1);
  }

  /** RFC 5722: one that overlaps takes the packet with it, and what comes of it later. */
  @Test
  void overlappingFragmentsTakeThePacketWithThem() {
    byte[] data = esp(0x1001, 1, 1500);
    feed(List.of(fragment(1, 50, data, 0, 800), fragment(1, 50, data, 792, 1600)));
    assertThat(gateway.dropped(DropReason.FRAGMENT_OVERLAP)).isEqualTo(2);
    feed(fragments(1, 50, data, 800));
    assertThat(gateway.take(RED)).isNull();
    assertThat(gateway.dropped(DropReason.FRAGMENT_OVERLAP)).isEqualTo(4);
    feed(fragments(2, 50, data, 800));
    assertDelivered(1500);
  }

  /** "Teardrop": the second lies within the first, its end before the first's. */
  @Test
  void fragmentsThatContradictTheEnd() {
    byte[] data = Frames.counting(1600);
    feed(List.of(fragment(1, 50, data, 0, 800), fragment(1, 50, Arrays.copyOf(data, 40), 24, 40)));
    feed(
        List.of(
            fragment(2, 50, Arrays.copyOf(data, 1000), 800, 1000),
            fragment(2, 50, data, 1000, 1400)));
    feed(
        List.of(
            fragment(3, 50, Arrays.copyOf(data, 1000), 800, 1000),
            fragment(3, 50, Arrays.copyOf(data, 1400), 1200, 1400)));
    feed(
        List.of(
            fragment(4, 50, data, 800, 1000), fragment(4, 50, Arrays.copyOf(data, 400), 200, 400)));

    // the first pair: what lies within another is taken for a repetition
    assertThat(gateway.dropped(DropReason.FRAGMENT_OVERLAP)).isEqualTo(1 + 2 + 2 + 2);
    assertThat(gateway.counters().waiting()).isEqualTo(1);
  }

  @Test
  void fragmentsThatMakeNoSense() {
    byte[] data = Frames.counting(1600);
    feed(List.of(fragment(1, 50, data, 0, 0), fragment(1, 50, data, 0, 9)));
    assertThat(gateway.dropped(DropReason.BAD_FRAGMENT)).isEqualTo(2);
  }

  /** "Ping of death": an offset that leads beyond any packet. */
  @Test
  void aPacketThatIsTooLong() {
    byte[] data = new byte[65_600];
    feed(
        List.of(
            fragment(1, 50, data, 0, 8),
            fragment(1, 50, Arrays.copyOf(data, 65_536), 65_528, 65_536)));
    assertThat(gateway.dropped(DropReason.REASSEMBLY_TOO_LONG)).isEqualTo(2);
  }

  /** CVE-2026-12413, CVE-2026-14957: the number of fragments has a bound. */
  @Test
  void tooManyFragments() {
    feed(fragments(1, 50, esp(0x1001, 1, 1500), 8));
    assertThat(gateway.take(RED)).isNull();
    assertThat(gateway.dropped(DropReason.REASSEMBLY_TOO_LONG)).isEqualTo(65);
  }

  @Test
  void aPacketThatDoesNotBecomeWhole() {
    byte[] data = esp(0x1001, 1, 1500);
    feed(List.of(fragment(1, 50, data, 0, 800)));
    assertThat(gateway.counters().waiting()).isEqualTo(1);
    gateway.advance(TimeUnit.SECONDS.toNanos(14));
    gateway.rounds(1000);
    assertThat(gateway.counters().waiting()).isEqualTo(1);
    for (int i = 0; i < 128; i++) {
      gateway.advance(TimeUnit.MILLISECONDS.toNanos(20));
      gateway.rounds(16);
    }
    assertThat(gateway.dropped(DropReason.REASSEMBLY_TIMEOUT)).isEqualTo(1);
    assertThat(gateway.counters().waiting()).isZero();
  }

  /** Anybody can send first fragments: they take no buffers, and good packets still pass. */
  @Test
  void aFloodOfFirstFragments() {
    byte[] data = Frames.counting(1600);
    for (int i = 0; i < 5000; i += 500) {
      List<byte[]> flood = new ArrayList<>();
      for (int j = i; j < i + 500; j++) {
        flood.add(fragment(j, 50, data, 0, 8 + j % 100 * 8));
      }
      feed(flood);
    }
    assertThat(gateway.counters().waiting()).isEqualTo(128);
    assertThat(gateway.dropped(DropReason.REASSEMBLY_FULL)).isEqualTo(5000 - 128);
    assertThat(gateway.pool.inUse()).isZero();
    feed(fragments(9999, 50, esp(0x1001, 1, 1500), 800));
    assertDelivered(1500);
  }

  @Test
  void fragmentsOfDifferentPacketsAreNotMixed() {
    byte[] data = esp(0x1001, 1, 1500);
    feed(
        List.of(
            fragment(1, 50, data, 0, 800),
            fragment(2, 50, data, 800, data.length),
            fragment(1, 17, data, 800, data.length)));
    assertThat(gateway.counters().waiting()).isEqualTo(3);
  }

  /** An echo request to us through the tunnel, in fragments; one in clear does not complete it. */
  @Test
  void whatCameThroughATunnelIsNotMixedWithClearPackets() {
    byte[] echo = new byte[1208];
    echo[0] = 8;
    byte[] first = Frames.ipv4("10.2.0.5", "10.1.0.1", 1, 0, 64, MORE, Arrays.copyOf(echo, 800));
    byte[] last =
        Frames.ipv4("10.2.0.5", "10.1.0.1", 1, 0, 64, 100, Arrays.copyOfRange(echo, 800, 1208));
    feed(List.of(sealed(1, first), Frames.ipv4Frame(gateway.mac(BLACK), last)));
    assertThat(gateway.recorder.lines).isEmpty();
    feed(List.of(sealed(2, last)));
    assertThat(gateway.recorder.last()).isEqualTo("frame port=1 LOCAL");
    assertThat(gateway.recorder.frames.getLast()).hasSize(14 + 20 + echo.length);
    assertThat(gateway.counters().waiting()).isEqualTo(1);
  }

  private byte[] sealed(long sequence, byte[] packet) {
    byte[] esp = EspOracle.seal(KEY, 0x1001, sequence, false, EspOracle.pad(packet, 4));
    return Frames.ipv4Frame(gateway.mac(BLACK), Frames.ipv4(REMOTE, LOCAL, 50, esp));
  }

  /** RFC 3168 section 5.3: a mark on one is a mark on the whole. */
  @Test
  void aCongestionMarkOnOneFragment() {
    byte[] inner =
        Frames.ipv4("10.2.0.5", "10.1.0.9", 17, 2, 64, 0, Frames.udp(1, 2, new byte[1400]));
    byte[] esp = EspOracle.seal(KEY, 0x1001, 1, false, EspOracle.pad(inner, 4));
    byte[] first = Frames.ipv4(REMOTE, LOCAL, 50, 2, 64, MORE, Arrays.copyOf(esp, 800));
    byte[] last =
        Frames.ipv4(REMOTE, LOCAL, 50, 3, 64, 100, Arrays.copyOfRange(esp, 800, esp.length));
    feed(
        List.of(
            Frames.ipv4Frame(gateway.mac(BLACK), first),
            Frames.ipv4Frame(gateway.mac(BLACK), last)));
    assertThat(Frames.packet(gateway.take(RED))[1]).isEqualTo((byte) 3);
  }

  /** A replay in fragments is a replay. */
  @Test
  void aReplayInFragments() {
    feed(fragments(1, 50, esp(0x1001, 1, 1500), 800));
    feed(fragments(2, 50, esp(0x1001, 1, 1500), 800));
    assertThat(gateway.takeAll(RED)).hasSize(1);
    assertThat(gateway.dropped(DropReason.REPLAY)).isEqualTo(1);
  }
}
