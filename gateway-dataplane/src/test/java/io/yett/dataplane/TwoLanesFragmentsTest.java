package io.yett.dataplane;

import static io.yett.dataplane.TestGateway.BLACK;
import static io.yett.dataplane.TestGateway.KEY;
import static io.yett.dataplane.TestGateway.LOCAL;
import static io.yett.dataplane.TestGateway.RED;
import static io.yett.dataplane.TestGateway.fused;
import static io.yett.dataplane.TestGateway.lanes;
import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dataplane.TestGateway.SaBuilder;
import io.yett.dataplane.counters.DropReason;
import io.yett.dataplane.counters.PacketCounters;
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

/** Fragments that a port spreads over two lanes, and what else the lanes must know together. */
class TwoLanesFragmentsTest {
  private static final int MORE = 0x2000;
  private static final int DF = 0x4000;
  private final TestGateway gateway = new TestGateway(lanes(2, fused()), config -> config);
  private int id;

  @BeforeEach
  void tunnel() {
    gateway.protect();
    gateway.installInbound(new SaBuilder().window(1024));
    gateway.installOutbound(new SaBuilder());
  }

  @AfterEach
  void everyPacketIsAccountedFor() {
    gateway.assertAccounted();
    gateway.close();
  }

  private PacketCounters lane(int number) {
    return gateway.pipeline().counters(number);
  }

  private static byte[] esp(long sequence, int length) {
    byte[] udp = Frames.udp(1, 2, Frames.counting(length - 28));
    byte[] inner = Frames.ipv4("10.2.0.5", "10.1.0.9", 17, udp);
    return EspOracle.seal(KEY, 0x1001, sequence, false, EspOracle.pad(inner, 4));
  }

  private byte[] black(byte[] packet) {
    return Frames.ipv4Frame(gateway.mac(BLACK), packet);
  }

  private List<byte[]> fragments(String peer, byte[] data, int size) {
    id++;
    List<byte[]> all = new ArrayList<>();
    for (int at = 0; at < data.length; at += size) {
      int end = Math.min(at + size, data.length);
      int flags = at / 8 | (end < data.length ? MORE : 0);
      byte[] part = Arrays.copyOfRange(data, at, end);
      byte[] packet = Frames.ipv4(peer, LOCAL, 50, 0, 64, flags, part);
      ByteBuffer.wrap(packet).putShort(4, (short) id);
      all.add(black(Frames.withChecksum(packet)));
    }
    return all;
  }

  private static String peer(int number) {
    return "198.51.100." + number;
  }

  /** The port of each fragment's lane is drawn: the packets become whole all the same. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void fragmentsOfOnePacketMeetInOneLane(long seed) {
    Random random = new Random(seed);
    int packets = 40;
    int sequence = 1;
    for (int i = 0; i < packets; i += 4) {
      List<byte[]> frames = new ArrayList<>();
      for (int j = 0; j < 4; j++) {
        String peer = peer(1 + random.nextInt(200));
        frames.addAll(fragments(peer, esp(sequence++, 1200), 8 * (8 + random.nextInt(60))));
      }
      Collections.shuffle(frames, random);
      frames.forEach(frame -> gateway.feed(random.nextInt(2), BLACK, frame));
      gateway.run();
    }
    PacketCounters all = gateway.pipeline().counters();
    assertThat(all.reassembled()).isEqualTo(packets);
    assertThat(lane(0).reassembled()).as("peers are spread over the lanes").isPositive();
    assertThat(lane(1).reassembled()).isPositive();
    assertThat(all.waiting()).isZero();
    assertThat(all.handedOver()).isPositive().isEqualTo(all.takenOver());
    // Both lanes may have whole packets of an SA that nobody owns yet; nothing else falls.
    assertThat(all.dropped())
        .isEqualTo(gateway.dropped(DropReason.OTHER_LANES_SA))
        .isLessThanOrEqualTo(4);
    assertThat(gateway.takeAll(RED)).hasSize((int) (packets - all.dropped()));
  }

  /** Put together in one lane, judged by the other, which owns the SA. */
  @Test
  void aWholePacketGoesToTheOwnerOfItsSa() {
    for (int owner = 0; owner < 2; owner++) {
      int spi = 0x1100 + owner;
      gateway.installInbound(new SaBuilder().spi(spi).window(1024));
      byte[] inner = Frames.ipv4("10.2.0.5", "10.1.0.9", 17, Frames.udp(1, 2, new byte[1300]));
      byte[] first = EspOracle.seal(KEY, spi, 1, false, EspOracle.pad(inner, 4));
      gateway.feed(owner, BLACK, black(Frames.ipv4(peer(1), LOCAL, 50, first)));
      gateway.run();
      assertThat(gateway.take(owner, RED)).isNotNull();
      byte[] second = EspOracle.seal(KEY, spi, 2, false, EspOracle.pad(inner, 4));
      fragments(peer(1), second, 800).forEach(frame -> gateway.feed(0, BLACK, frame));
      gateway.run();
      assertThat(gateway.take(owner, RED)).as("sent by the owner, lane %d", owner).isNotNull();
      fragments(peer(1), second, 800).forEach(frame -> gateway.feed(1, BLACK, frame));
      gateway.run();
      assertThat(lane(owner).dropped(DropReason.REPLAY)).as("a replay in fragments").isEqualTo(1);
    }
  }

  @Test
  void whatDoesNotBecomeWholeFallsInTheLaneWhereItWaits() {
    List<byte[]> frames = fragments(peer(1), esp(1, 1500), 400);
    gateway.feed(0, BLACK, frames.get(0));
    gateway.feed(1, BLACK, frames.get(1));
    gateway.run();
    assertThat(gateway.counters().waiting()).isEqualTo(2);
    assertThat(List.of(lane(0).waiting(), lane(1).waiting())).containsExactlyInAnyOrder(0L, 2L);
    for (int i = 0; i < 1000; i++) {
      gateway.advance(TimeUnit.MILLISECONDS.toNanos(20));
      gateway.rounds(16);
    }
    assertThat(gateway.counters().waiting()).isZero();
    assertThat(gateway.dropped(DropReason.REASSEMBLY_TIMEOUT)).isEqualTo(2);
  }

  /** Overlaps that no lane would see by itself (RFC 5722). */
  @Test
  void overlapsAreFoundOverBothLanes() {
    byte[] data = esp(1, 1500);
    byte[] first = Frames.ipv4(peer(1), LOCAL, 50, 0, 64, MORE, Arrays.copyOf(data, 800));
    byte[] second =
        Frames.ipv4(peer(1), LOCAL, 50, 0, 64, MORE | 99, Arrays.copyOfRange(data, 792, 1400));
    gateway.feed(0, BLACK, black(first));
    gateway.feed(1, BLACK, black(second));
    gateway.run();
    assertThat(gateway.dropped(DropReason.FRAGMENT_OVERLAP)).isEqualTo(2);
  }

  /** What came out of an SA in fragments is for its owner, by whatever lane it came. */
  @Test
  void innerFragmentsMeetAtTheOwner() {
    byte[] echo = new byte[1208];
    echo[0] = 8;
    byte[] first = Frames.ipv4("10.2.0.5", "10.1.0.1", 1, 0, 64, MORE, Arrays.copyOf(echo, 800));
    byte[] last =
        Frames.ipv4("10.2.0.5", "10.1.0.1", 1, 0, 64, 100, Arrays.copyOfRange(echo, 800, 1208));
    gateway.feed(0, BLACK, sealed(1, first));
    gateway.run();
    gateway.feed(1, BLACK, sealed(2, last));
    gateway.run();
    assertThat(gateway.recorder.last()).isEqualTo("frame port=1 LOCAL");
    assertThat(gateway.recorder.frames.getLast()).hasSize(14 + 20 + echo.length);
  }

  private byte[] sealed(long sequence, byte[] packet) {
    byte[] esp = EspOracle.seal(KEY, 0x1001, sequence, false, EspOracle.pad(packet, 4));
    return black(Frames.ipv4(peer(9), LOCAL, 50, esp));
  }

  private byte[] red(int lane, int length, int flags) {
    byte[] udp = Frames.udp(700 + lane, 9, Frames.counting(length - 28));
    byte[] packet = Frames.ipv4("10.1.0.9", "10.2.0.5", 17, 0, 64, flags, udp);
    return Frames.ipv4Frame(gateway.mac(RED), packet);
  }

  /** Packets too big are cut in any lane, and share the numbers of their SA. */
  @Test
  void bothLanesCutForOneSa() {
    for (int lane = 0; lane < 2; lane++) {
      gateway.feed(lane, RED, red(lane, 1500, 0));
    }
    gateway.run();
    assertThat(
            gateway.takeAll(BLACK).stream()
                .map(frame -> ByteBuffer.wrap(frame).getInt(38))
                .sorted()
                .toList())
        .containsExactly(1, 2, 3, 4);
  }

  @Test
  void aSmallerPathMtuHoldsInBothLanes() {
    for (int lane = 0; lane < 2; lane++) {
      gateway.feed(lane, RED, red(lane, 1400, DF));
    }
    gateway.run();
    assertThat(gateway.takeAll(BLACK)).hasSize(2);
    gateway.pipeline().updatePathMtu(0x1001, 1300);
    for (int lane = 0; lane < 2; lane++) {
      gateway.feed(lane, RED, red(lane, 1400, DF));
    }
    gateway.run();
    assertThat(gateway.takeAll(BLACK)).isEmpty();
    int told = (1300 - 20 - 8 - 8 - 16 & ~3) - 2;
    assertThat(gateway.recorder.lines)
        .containsExactly("too big port=0 mtu=" + told, "too big port=0 mtu=" + told);
  }

  /** Each lane asks for a neighbour; an answer by any of them sends what both have kept. */
  @Test
  void aNeighborThatIsLearntIsKnownToBothLanes() {
    gateway.installInbound(new SaBuilder().spi(0x1002));
    for (int lane = 0; lane < 2; lane++) {
      byte[] inner = Frames.ipv4("10.2.0.5", "10.1.0.77", 17, Frames.udp(1, 2, new byte[9]));
      int spi = 0x1001 + lane;
      byte[] esp = EspOracle.seal(KEY, spi, 1, false, EspOracle.pad(inner, 4));
      gateway.feed(lane, BLACK, black(Frames.ipv4(peer(9), LOCAL, 50, esp)));
    }
    gateway.run();
    assertThat(gateway.recorder.lines)
        .containsExactly("unresolved port=0 10.1.0.77", "unresolved port=0 10.1.0.77");
    gateway.pipeline().updateNeighbor(RED, TestGateway.hostOrder("10.1.0.77"), 0x0277L);
    gateway.advance(TimeUnit.MILLISECONDS.toNanos(10));
    gateway.rounds(32);
    assertThat(gateway.take(0, RED)).isNotNull();
    assertThat(gateway.take(1, RED)).isNotNull();
  }
}
