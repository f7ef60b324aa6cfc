package io.yett.dataplane;

import static io.yett.dataplane.TestGateway.BLACK;
import static io.yett.dataplane.TestGateway.KEY;
import static io.yett.dataplane.TestGateway.LOCAL;
import static io.yett.dataplane.TestGateway.RED;
import static io.yett.dataplane.TestGateway.REMOTE;
import static io.yett.dataplane.TestGateway.fused;
import static io.yett.dataplane.TestGateway.lanes;
import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dataplane.TestGateway.Result;
import io.yett.dataplane.TestGateway.SaBuilder;
import io.yett.dataplane.counters.DropReason;
import io.yett.dataplane.counters.PacketCounters;
import io.yett.dataplane.sachannel.SaDirection;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An inbound SA has one owner among the lanes; packets that come by another go to it. */
class HandOverTest {
  private static final int SPI = 0x1001;
  private TestGateway gateway;

  @BeforeEach
  void open() {
    open(new TestGateway(lanes(2, fused()), config -> config));
  }

  private void open(TestGateway opened) {
    gateway = opened;
    gateway.protect();
    gateway.installInbound(new SaBuilder().window(4096));
  }

  @AfterEach
  void everyPacketIsAccountedFor() {
    gateway.assertAccounted();
    gateway.close();
  }

  private byte[] packet(long sequence, int ttl) {
    byte[] udp = Frames.udp(1, 2, Frames.counting(72));
    byte[] inner = Frames.ipv4("10.2.0.5", "10.1.0.9", 17, 0, ttl, 0, udp);
    byte[] esp = EspOracle.seal(KEY, SPI, sequence, false, EspOracle.pad(inner, 4));
    return Frames.ipv4Frame(gateway.mac(BLACK), Frames.ipv4(REMOTE, LOCAL, 50, esp));
  }

  private void feed(int lane, long sequence) {
    gateway.feed(lane, BLACK, packet(sequence, 64));
  }

  private void feedForged(int lane, long sequence) {
    byte[] forged = packet(sequence, 64);
    forged[forged.length - 1] ^= 1;
    gateway.feed(lane, BLACK, forged);
  }

  private PacketCounters lane(int number) {
    return gateway.pipeline().counters(number);
  }

  @Test
  void theFirstLaneToAuthenticateAPacketOwnsTheSa() {
    feed(1, 1);
    gateway.run();
    assertThat(gateway.take(1, RED)).isNotNull();
    feed(0, 2);
    gateway.run();
    assertThat(gateway.take(1, RED)).as("sent by the owner").isNotNull();
    assertThat(lane(0).handedOver()).isEqualTo(1);
    assertThat(lane(1).takenOver()).isEqualTo(1);
    feed(0, 1);
    feed(0, 2);
    gateway.run();
    assertThat(lane(1).dropped(DropReason.REPLAY)).as("one window for both").isEqualTo(2);
    assertThat(gateway.status(SaDirection.INBOUND).packets()).isEqualTo(2);
    assertThat(gateway.status(SaDirection.INBOUND).replayDrops()).isEqualTo(2);
  }

  @Test
  void whoeverHasNoKeyChoosesNoOwner() {
    feedForged(1, 1);
    gateway.run();
    feed(0, 1);
    gateway.run();
    assertThat(gateway.take(0, RED)).isNotNull();
    assertThat(lane(0).handedOver() + lane(1).handedOver()).isZero();
    feedForged(1, 2);
    gateway.run();
    assertThat(lane(0).dropped(DropReason.AUTH_FAILED)).as("judged by the owner").isEqualTo(1);
    assertThat(gateway.status(SaDirection.INBOUND).authFailures()).isEqualTo(2);
  }

  /**
   * Both lanes decrypt packets of an SA that nobody owns yet: one of them loses it, and its own.
   */
  @Test
  void aRaceForAnSaHasOneWinner() {
    gateway.close();
    List<HeldQueue> held = IntStream.range(0, 2).mapToObj(HeldQueue::new).toList();
    open(new TestGateway(lanes(2, fused()), TestGateway.over(held::get)));
    held.forEach(queue -> queue.hold = true);
    feed(0, 1);
    feed(1, 2);
    gateway.rounds(20);
    assertThat(gateway.pipeline().occupancy()).as("under way").isEqualTo(2);
    held.get(1).hold = false;
    gateway.rounds(20);
    held.get(0).hold = false;
    gateway.run();
    assertThat(gateway.take(1, RED)).isNotNull();
    assertThat(gateway.take(0, RED)).isNull();
    assertThat(lane(0).dropped(DropReason.OTHER_LANES_SA)).isEqualTo(1);
    feed(0, 3);
    gateway.run();
    assertThat(gateway.take(1, RED)).isNotNull();
    assertThat(gateway.status(SaDirection.INBOUND).packets()).isEqualTo(2);
  }

  @Test
  void thePortIsKept() {
    feed(0, 1);
    gateway.run();
    gateway.feed(1, BLACK, packet(2, 1));
    gateway.run();
    assertThat(lane(1).handedOver()).isEqualTo(1);
    assertThat(gateway.recorder.lines).containsExactly("frame port=1 TTL_EXCEEDED");
  }

  @Test
  void whatFindsTheQueueFullFallsAndIsCounted() {
    feed(0, 1);
    gateway.run();
    for (int i = 0; i < 1200; i++) {
      feed(1, 2 + i);
      if (i % 100 == 99) {
        gateway.runOnly(1);
      }
    }
    gateway.run();
    assertThat(lane(1).handedOver()).isEqualTo(1024);
    assertThat(lane(1).dropped(DropReason.HANDOVER_QUEUE_FULL)).isEqualTo(176);
    assertThat(lane(0).takenOver()).isEqualTo(1024);
    assertThat(gateway.status(SaDirection.INBOUND).packets()).isEqualTo(1025);
  }

  @Test
  void orderIsKept() {
    feed(0, 1);
    gateway.run();
    gateway.takeAll(RED);
    for (int i = 0; i < 100; i++) {
      byte[] udp = Frames.udp(i, 2, new byte[9]);
      byte[] inner = Frames.ipv4("10.2.0.5", "10.1.0.9", 17, udp);
      byte[] esp = EspOracle.seal(KEY, SPI, 2 + i, false, EspOracle.pad(inner, 4));
      byte[] outer = Frames.ipv4(REMOTE, LOCAL, 50, esp);
      gateway.feed(1, BLACK, Frames.ipv4Frame(gateway.mac(BLACK), outer));
    }
    gateway.run();
    List<byte[]> sent = gateway.takeAll(RED);
    assertThat(sent.stream().map(frame -> (int) frame[35])) // low octet of the source port
        .isEqualTo(IntStream.range(0, 100).boxed().toList());
  }

  @Test
  void anSaIsFreedWhenEveryLaneHasPassedItsRemoval() {
    feed(0, 1);
    gateway.run();
    Result removal = new Result();
    gateway.pipeline().removeSa(SaDirection.INBOUND, SPI, removal);
    gateway.runOnly(0);
    gateway.pipeline().poll(gateway.recorder, 64);
    assertThat(removal.error).as("the other lane may still look it up").isNull();
    gateway.runOnly(1);
    gateway.pipeline().poll(gateway.recorder, 64);
    removal.assertOk();
    feed(1, 2);
    gateway.run();
    assertThat(gateway.dropped(DropReason.UNKNOWN_SPI)).isEqualTo(1);
  }

  /** The same slot, used anew, has no owner. */
  @Test
  void theNextSaIsFreeForAnyLane() {
    feed(0, 1);
    gateway.run();
    Result removal = new Result();
    gateway.pipeline().removeSa(SaDirection.INBOUND, SPI, removal);
    gateway.run();
    removal.assertOk();
    gateway.installInbound(new SaBuilder().window(4096));
    feed(1, 1);
    gateway.run();
    assertThat(gateway.take(1, RED)).isNotNull();
    assertThat(lane(1).handedOver()).isZero();
  }

  @Test
  void whatWaitsWhenTheLanesStopIsFreed() {
    feed(0, 1);
    gateway.run();
    feed(1, 2);
    feed(1, 3);
    gateway.runOnly(1);
    assertThat(gateway.pipeline().quiesce()).isTrue();
    assertThat(gateway.dropped(DropReason.STOPPED)).isEqualTo(2);
  }
}
