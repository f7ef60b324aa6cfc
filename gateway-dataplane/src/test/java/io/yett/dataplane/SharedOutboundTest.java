package io.yett.dataplane;

import static io.yett.dataplane.TestGateway.BLACK;
import static io.yett.dataplane.TestGateway.KEY;
import static io.yett.dataplane.TestGateway.RED;
import static io.yett.dataplane.TestGateway.fused;
import static io.yett.dataplane.TestGateway.lanes;
import static io.yett.dataplane.TestGateway.pipelined;
import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dataplane.TestGateway.Result;
import io.yett.dataplane.TestGateway.SaBuilder;
import io.yett.dataplane.counters.DropReason;
import io.yett.dataplane.sachannel.PolicyAction;
import io.yett.dataplane.sachannel.PolicySpec;
import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dataplane.sachannel.SaLifetime;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two lanes that encrypt for one SA, and what the control thread changes meanwhile. */
class SharedOutboundTest {
  private static final PolicySpec PROTECT =
      TestGateway.policy(
          "net",
          PolicyAction.PROTECT,
          TestGateway.REQ_ID,
          TestGateway.RED_NET,
          TestGateway.BLUE_NET);

  private TestGateway gateway = new TestGateway(lanes(2, fused()), config -> config);

  @AfterEach
  void everyPacketIsAccountedFor() {
    gateway.assertAccounted();
    gateway.close();
  }

  private void feed(int lane, int packets) {
    for (int i = 0; i < packets; i++) {
      byte[] udp = Frames.udp(1000 + lane, 2, Frames.counting(40 + i));
      byte[] packet = Frames.ipv4("10.1.0.9", "10.2.0.5", 17, udp);
      gateway.feed(lane, RED, Frames.ipv4Frame(gateway.mac(RED), packet));
    }
  }

  private static long sequence(byte[] frame) {
    return ByteBuffer.wrap(frame).getInt(38) & 0xFFFF_FFFFL;
  }

  private static int spi(byte[] frame) {
    return ByteBuffer.wrap(frame).getInt(34);
  }

  private List<byte[]> taken(int lane) {
    List<byte[]> frames = new ArrayList<>();
    for (byte[] frame = gateway.take(lane, BLACK);
        frame != null;
        frame = gateway.take(lane, BLACK)) {
      frames.add(frame);
    }
    return frames;
  }

  @ParameterizedTest(name = "pipelined {0}")
  @ValueSource(booleans = {false, true})
  void noNumberComesTwiceAndAllOfThemOpen(boolean pipelined) {
    if (pipelined) {
      gateway.close();
      gateway = new TestGateway(lanes(2, pipelined(1)), config -> config);
    }
    gateway.protect();
    gateway.installOutbound(new SaBuilder());
    List<byte[]> sent = new ArrayList<>();
    for (int round = 0; round < 20; round++) {
      feed(0, 1 + round % 7);
      feed(1, 1 + round % 5);
      gateway.run();
      sent.addAll(taken(0));
      sent.addAll(taken(1));
    }
    assertThat(gateway.pipeline().counters(0).transmitted()).isPositive();
    assertThat(gateway.pipeline().counters(1).transmitted()).isPositive();
    for (byte[] frame : sent) {
      byte[] esp = Arrays.copyOfRange(frame, 34, frame.length);
      EspOracle.open(KEY, sequence(frame), false, esp); // throws if it does not
    }
    assertThat(sent.stream().map(SharedOutboundTest::sequence).sorted().toList())
        .isEqualTo(LongStream.rangeClosed(1, sent.size()).boxed().toList());
    assertThat(gateway.status(SaDirection.OUTBOUND).packets()).isEqualTo(sent.size());
  }

  @Test
  void theHardLimitHoldsOverBothLanes() {
    gateway.protect();
    gateway.installOutbound(new SaBuilder().lifetime(new SaLifetime(6, 0, 0, 10, 0, 0)));
    feed(0, 8);
    feed(1, 8);
    gateway.run();
    assertThat(taken(0).size() + taken(1).size()).isEqualTo(10);
    assertThat(gateway.dropped(DropReason.SA_EXPIRED)).isEqualTo(6);
    assertThat(gateway.recorder.lines)
        .containsExactlyInAnyOrder(
            "expire out spi=00001001 reqId=7 soft", "expire out spi=00001001 reqId=7 hard");
    assertThat(gateway.status(SaDirection.OUTBOUND).packets()).isEqualTo(10);
  }

  @Test
  void aRekeyReachesOneLaneAfterTheOther() {
    gateway.protect();
    gateway.installOutbound(new SaBuilder().spi(0x2001));
    feed(0, 1);
    feed(1, 1);
    gateway.run();
    assertThat(spi(taken(0).getFirst())).isEqualTo(0x2001);
    assertThat(spi(taken(1).getFirst())).isEqualTo(0x2001);
    gateway.install(new SaBuilder().spi(0x2002).build(SaDirection.OUTBOUND));
    Result activation = new Result();
    gateway.pipeline().activateOutbound(TestGateway.REQ_ID, 0x2002, activation);
    feed(0, 1);
    gateway.runOnly(0);
    assertThat(spi(taken(0).getFirst())).isEqualTo(0x2002);
    gateway.pipeline().poll(gateway.recorder, 64);
    assertThat(activation.error).as("one lane has yet to do it").isNull();
    Result removal = new Result();
    gateway.pipeline().removeSa(SaDirection.OUTBOUND, 0x2001, removal);
    gateway.runOnly(0);
    gateway.pipeline().poll(gateway.recorder, 64);
    assertThat(removal.error).as("one lane still uses it").isNull();
    feed(1, 1);
    gateway.runOnly(1);
    assertThat(spi(taken(1).getFirst())).isEqualTo(0x2002);
    gateway.pipeline().poll(gateway.recorder, 64);
    activation.assertOk();
    removal.assertOk();
  }

  /** It is on standby by then, for the other lane has had the command. */
  @Test
  void aLaneWithoutTheCommandUsesTheSaBefore() {
    gateway.protect();
    gateway.installOutbound(new SaBuilder().spi(0x2001));
    feed(1, 1);
    gateway.run();
    taken(1);
    gateway.install(new SaBuilder().spi(0x2002).build(SaDirection.OUTBOUND));
    for (int i = 0; i < 32; i++) { // as many as a lane takes at once
      gateway.pipeline().updatePolicies(List.of(PROTECT), new Result());
    }
    Result activation = new Result();
    gateway.pipeline().activateOutbound(TestGateway.REQ_ID, 0x2002, activation);
    gateway.runOnly(0);
    feed(1, 1);
    gateway.pipeline().duties().get(1).work().run();
    assertThat(spi(taken(1).getFirst())).isEqualTo(0x2001);
    gateway.pipeline().poll(gateway.recorder, 64);
    assertThat(activation.error).isNull();
    feed(1, 1);
    gateway.run();
    activation.assertOk();
    assertThat(spi(taken(1).getFirst())).isEqualTo(0x2002);
  }

  @Test
  void aRemovalWaitsForWhatIsUnderWayInAnyLane() {
    gateway.close();
    List<HeldQueue> held = IntStream.range(0, 2).mapToObj(HeldQueue::new).toList();
    gateway = new TestGateway(lanes(2, fused()), TestGateway.over(held::get));
    gateway.protect();
    gateway.installOutbound(new SaBuilder().spi(0x2001));
    held.get(1).hold = true;
    feed(1, 1);
    gateway.runOnly(1);
    gateway.install(new SaBuilder().spi(0x2002).build(SaDirection.OUTBOUND));
    Result activation = new Result();
    gateway.pipeline().activateOutbound(TestGateway.REQ_ID, 0x2002, activation);
    Result removal = new Result();
    gateway.pipeline().removeSa(SaDirection.OUTBOUND, 0x2001, removal);
    gateway.rounds(20);
    assertThat(activation.error).as("a packet of the SA before is under way").isNull();
    assertThat(removal.error).isNull();
    held.get(1).hold = false;
    gateway.run();
    activation.assertOk();
    removal.assertOk();
    assertThat(spi(taken(1).getFirst())).isEqualTo(0x2001);
  }

  @Test
  void bothLanesFollowAPeerThatMoves() {
    gateway.protect();
    gateway.installOutbound(new SaBuilder().udp());
    feed(0, 1);
    feed(1, 1);
    gateway.run();
    taken(0);
    taken(1);
    Result moved = new Result();
    int newPeer = TestGateway.hostOrder("198.51.100.77");
    gateway.pipeline().updatePeer(TestGateway.REQ_ID, newPeer, 4711, moved);
    gateway.run();
    moved.assertOk();
    for (int lane = 0; lane < 2; lane++) {
      feed(lane, 1);
      gateway.run();
      byte[] outer = Frames.packet(taken(lane).getFirst());
      ByteBuffer header = ByteBuffer.wrap(outer);
      assertThat(header.getInt(16)).isEqualTo(newPeer);
      assertThat(header.getShort(20)).as("our port").isEqualTo((short) 4500);
      assertThat(header.getShort(22)).as("the peer's port").isEqualTo((short) 4711);
      assertThat(Frames.withChecksum(outer.clone())).as("header checksum").isEqualTo(outer);
    }
  }

  @Test
  void whatAnyLanePuntsIsHandedUp() {
    byte[] arp = Frames.ethernet((1L << 48) - 1, TestGateway.RED_HOST_MAC, 0x0806, new byte[28]);
    for (int i = 0; i < 40; i++) {
      gateway.feed(0, RED, arp);
    }
    gateway.feed(1, BLACK, arp);
    gateway.runOnly(0);
    gateway.runOnly(1);
    gateway.pipeline().poll(gateway.recorder, 10);
    gateway.pipeline().poll(gateway.recorder, 10);
    assertThat(gateway.recorder.lines).as("none waits for the other").contains("frame port=1 ARP");
    gateway.run();
    assertThat(gateway.recorder.lines).hasSize(41);
  }
}
