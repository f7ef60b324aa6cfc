package io.yett.dataplane;

import static io.yett.dataplane.TestGateway.BLACK;
import static io.yett.dataplane.TestGateway.KEY;
import static io.yett.dataplane.TestGateway.LOCAL;
import static io.yett.dataplane.TestGateway.RED;
import static io.yett.dataplane.TestGateway.REMOTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dataplane.TestGateway.Result;
import io.yett.dataplane.TestGateway.SaBuilder;
import io.yett.dataplane.counters.DropReason;
import io.yett.dataplane.sachannel.CommandError;
import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dataplane.sachannel.SaLifetime;
import io.yett.dataplane.sachannel.SaStatus;
import io.yett.dpdk.Memory;
import java.net.Inet6Address;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Installation, rekey, limits, movement and removal of SAs. */
class SaLifecycleTest {
  private TestGateway gateway = new TestGateway();

  @AfterEach
  void everyPacketIsAccountedFor() {
    gateway.assertAccounted();
    gateway.close();
  }

  private byte[] send() {
    byte[] packet = Frames.ipv4("10.1.0.9", "10.2.0.5", 17, Frames.udp(1, 2, new byte[72]));
    return gateway.exchange(RED, Frames.ipv4Frame(gateway.mac(RED), packet));
  }

  private byte[] receive(int spi, long sequence) {
    byte[] inner = Frames.ipv4("10.2.0.5", "10.1.0.9", 17, Frames.udp(1, 2, new byte[72]));
    byte[] esp = EspOracle.seal(KEY, spi, sequence, false, EspOracle.pad(inner, 4));
    return gateway.exchange(
        BLACK, Frames.ipv4Frame(gateway.mac(BLACK), Frames.ipv4(REMOTE, LOCAL, 50, esp)));
  }

  private static int spi(byte[] frame) {
    return ByteBuffer.wrap(frame).getInt(34);
  }

  @Test
  void anOutboundSaWaitsForItsActivation() {
    gateway.protect();
    gateway.install(new SaBuilder().spi(0x2001).build(SaDirection.OUTBOUND));
    assertThat(send()).isNull();
    gateway.installOutbound(new SaBuilder().spi(0x2002));
    assertThat(spi(send())).isEqualTo(0x2002);
  }

  @Test
  void rekeyWithoutALostPacket() {
    gateway.protect();
    gateway.installOutbound(new SaBuilder().spi(0x2001));
    gateway.installInbound(new SaBuilder().spi(0x1001));
    assertThat(spi(send())).isEqualTo(0x2001);
    gateway.installInbound(new SaBuilder().spi(0x1002));
    gateway.installOutbound(new SaBuilder().spi(0x2002));
    assertThat(spi(send())).isEqualTo(0x2002);
    assertThat(receive(0x1001, 1)).isNotNull();
    assertThat(receive(0x1002, 1)).isNotNull();
    remove(SaDirection.INBOUND, 0x1001).assertOk();
    remove(SaDirection.OUTBOUND, 0x2001).assertOk();
    assertThat(spi(send())).isEqualTo(0x2002);
    assertThat(receive(0x1001, 2)).isNull();
    assertThat(gateway.dropped(DropReason.UNKNOWN_SPI)).isEqualTo(1);
    assertThat(receive(0x1002, 2)).isNotNull();
  }

  /** A slot that is used anew must not be taken for what a flow has in mind. */
  @Test
  void aFlowNeverUsesASlotsNextSa() {
    gateway.protect();
    for (int i = 1; i < 20; i++) {
      gateway.installOutbound(new SaBuilder().spi(0x2000 + i));
      assertThat(spi(send())).isEqualTo(0x2000 + i);
      remove(SaDirection.OUTBOUND, 0x2000 + i).assertOk();
      assertThat(send()).isNull();
    }
    assertThat(gateway.dropped(DropReason.NO_OUTBOUND_SA)).isEqualTo(19);
  }

  private Result remove(SaDirection direction, int spi) {
    Result result = new Result();
    gateway.pipeline().removeSa(direction, spi, result);
    gateway.run();
    return result;
  }

  @Test
  void commandsThatCannotBe() {
    gateway.installInbound(new SaBuilder());
    assertThat(refused(new SaBuilder())).isEqualTo(CommandError.SPI_IN_USE);
    assertThat(remove(SaDirection.INBOUND, 0x9999).error).isEqualTo(CommandError.NOT_FOUND);
    assertThat(remove(SaDirection.OUTBOUND, 0x1001).error).isEqualTo(CommandError.NOT_FOUND);
    Result activation = new Result();
    gateway.pipeline().activateOutbound(7, 0x9999, activation);
    assertThat(activation.error).isEqualTo(CommandError.NOT_FOUND);
    Result elsewhere = new Result();
    Inet6Address six = (Inet6Address) TestGateway.ip("2001:db8::1");
    gateway.pipeline().updatePeer(TestGateway.REQ_ID, six, 4500, elsewhere);
    assertThat(elsewhere.error).as("a tunnel keeps its family").isEqualTo(CommandError.INVALID);
    Result moved = new Result();
    gateway.pipeline().updatePeer(99, 1, 1, moved);
    assertThat(moved.error).isEqualTo(CommandError.NOT_FOUND);
  }

  private CommandError refused(SaBuilder sa) {
    Result result = new Result();
    gateway.pipeline().installSa(sa.build(SaDirection.INBOUND), result);
    return result.error;
  }

  @Test
  void theTableOfSasIsBounded() {
    int installed = 0;
    Result result = new Result();
    for (int spi = 0x1000; installed < 300; spi++) {
      gateway.pipeline().installSa(new SaBuilder().spi(spi).build(SaDirection.INBOUND), result);
      gateway.run();
      if (result.error != CommandError.NONE) {
        break;
      }
      installed++;
    }
    assertThat(installed).isEqualTo(256);
    assertThat(result.error).isEqualTo(CommandError.FULL);
    assertThat(result.text).contains("256");
  }

  /** Limits are by packets, soft before hard, each told once (RFC 4301 section 4.4.2.1). */
  @Test
  void packetLimits() {
    SaLifetime lifetime = new SaLifetime(3, 0, 0, 5, 0, 0);
    gateway.protect();
    gateway.installOutbound(new SaBuilder().lifetime(lifetime));
    gateway.installInbound(new SaBuilder().lifetime(lifetime));
    for (int i = 1; i <= 7; i++) {
      assertThat(send() != null).as("outbound %d", i).isEqualTo(i <= 5);
      assertThat(receive(0x1001, i) != null).as("inbound %d", i).isEqualTo(i <= 5);
    }
    assertThat(gateway.recorder.lines)
        .containsExactly(
            "expire out spi=00001001 reqId=7 soft",
            "expire in spi=00001001 reqId=7 soft",
            "expire out spi=00001001 reqId=7 hard",
            "expire in spi=00001001 reqId=7 hard");
    assertThat(gateway.dropped(DropReason.SA_EXPIRED)).isEqualTo(4);
    assertThat(gateway.status(SaDirection.OUTBOUND).packets()).isEqualTo(5);
    assertThat(gateway.status(SaDirection.INBOUND).packets()).isEqualTo(5);
  }

  @Test
  void byteLimits() {
    SaLifetime lifetime = new SaLifetime(0, 200, 0, 0, 300, 0);
    gateway.protect();
    gateway.installOutbound(new SaBuilder().lifetime(lifetime));
    gateway.installInbound(new SaBuilder().lifetime(lifetime));
    for (int i = 1; i <= 5; i++) { // packets of 100 octets
      assertThat(send() != null).as("outbound %d", i).isEqualTo(i <= 3);
      assertThat(receive(0x1001, i) != null).as("inbound %d", i).isEqualTo(i <= 3);
    }
    assertThat(gateway.recorder.lines).hasSize(4);
    assertThat(gateway.status(SaDirection.OUTBOUND).bytes()).isEqualTo(300);
    assertThat(gateway.status(SaDirection.INBOUND).bytes()).isEqualTo(300);
  }

  @Test
  void timeLimits() {
    SaLifetime lifetime = new SaLifetime(0, 0, 10, 0, 0, 20);
    gateway.protect();
    gateway.installOutbound(new SaBuilder().lifetime(lifetime));
    gateway.installInbound(new SaBuilder().lifetime(lifetime));
    assertThat(send()).isNotNull();
    gateway.advance(10_000_000_000L);
    gateway.run();
    assertThat(gateway.recorder.lines)
        .containsExactlyInAnyOrder(
            "expire out spi=00001001 reqId=7 soft", "expire in spi=00001001 reqId=7 soft");
    assertThat(send()).isNotNull();
    gateway.advance(10_000_000_000L);
    gateway.run();
    assertThat(gateway.recorder.lines).hasSize(4);
    assertThat(send()).isNull();
    assertThat(receive(0x1001, 1)).isNull();
    assertThat(gateway.dropped(DropReason.SA_EXPIRED)).isEqualTo(2);
  }

  /**
   * Cilium #22747, RFC 4303 section 3.3.3: rekey is asked for well before the numbers end, and at
   * the end the SA stops rather than cycle.
   */
  @Test
  void sequenceNumbersEnd() {
    gateway.protect();
    gateway.installOutbound(new SaBuilder());
    setSequence(0xC000_0000L - 2);
    assertThat(send()).isNotNull();
    assertThat(gateway.recorder.lines).isEmpty();
    assertThat(send()).isNotNull();
    assertThat(gateway.recorder.lines).containsExactly("expire out spi=00001001 reqId=7 soft");
    setSequence(0xFFFF_FFFEL);
    assertThat(send()).isNotNull();
    assertThat(gateway.status(SaDirection.OUTBOUND).sequence()).isEqualTo(0xFFFF_FFFFL);
    assertThat(send()).isNull();
    assertThat(send()).isNull();
    assertThat(gateway.dropped(DropReason.SEQUENCE_EXHAUSTED)).isEqualTo(1);
    assertThat(gateway.dropped(DropReason.SA_EXPIRED)).isEqualTo(1);
    assertThat(gateway.recorder.last()).isEqualTo("expire out spi=00001001 reqId=7 hard");
    assertThat(gateway.status(SaDirection.OUTBOUND).sequence()).isEqualTo(0xFFFF_FFFFL);
  }

  @Test
  void extendedSequenceNumbersGoOn() {
    gateway.protect();
    gateway.installOutbound(new SaBuilder().esn());
    setSequence(0xFFFF_FFFEL);
    for (long sequence = 0xFFFF_FFFFL; sequence < 0x1_0000_0003L; sequence++) {
      byte[] outer = Frames.packet(send());
      byte[] esp = Arrays.copyOfRange(outer, 20, outer.length);
      assertThat(EspOracle.open(KEY, sequence, true, esp)).isNotEmpty();
    }
  }

  /**
   * RFC 4106 section 3.1, CVE-2022-46397: no IV comes twice, for the IV goes with the sequence
   * number.
   */
  @Test
  void noIvComesTwice() {
    gateway.protect();
    gateway.installOutbound(new SaBuilder().esn());
    Set<Long> ivs = new HashSet<>();
    for (int i = 0; i < 2000; i++) {
      byte[] sent = send();
      assertThat(ivs.add(ByteBuffer.wrap(sent).getLong(42))).isTrue();
    }
    assertThat(ivs).hasSize(2000);
  }

  /** RFC 4106 section 2: keys by hand come again after a restart, their nonces must not. */
  @Test
  void sameKeysInAnotherProcessMeetOtherIvs() {
    long mask = 0x0123_4567_89AB_CDEFL;
    Set<Long> ivs = new HashSet<>();
    for (long processMask : new long[] {0, mask}) {
      gateway.close();
      gateway = new TestGateway(TestGateway.fused(), TestGateway.masked(processMask));
      gateway.protect();
      gateway.installOutbound(new SaBuilder());
      for (int sequence = 1; sequence <= 3; sequence++) {
        byte[] outer = Frames.packet(send());
        assertThat(ByteBuffer.wrap(outer).getInt(24)).isEqualTo(sequence);
        assertThat(ivs.add(ByteBuffer.wrap(outer).getLong(28))).isTrue();
        byte[] esp = Arrays.copyOfRange(outer, 20, outer.length);
        assertThat(EspOracle.open(KEY, sequence, false, esp)).isNotEmpty();
      }
    }
  }

  private void setSequence(long sequence) {
    Memory.putLong(gateway.pipeline().slot(SaDirection.OUTBOUND, 0x1001) + 64, sequence);
  }

  @Test
  void aPeerThatMoved() {
    gateway.protect();
    gateway.installInbound(new SaBuilder().udp());
    gateway.installOutbound(new SaBuilder().udp());
    byte[] first = receiveUdp("192.0.2.99", 61000, 2, false);
    assertThat(first).isNotNull();
    assertThat(gateway.recorder.lines).containsExactly("moved reqId=7 192.0.2.99:61000");
    gateway.advance(2_000_000_000L);
    assertThat(receiveUdp("192.0.2.98", 61000, 1, false))
        .as("late, so it says nothing")
        .isNotNull();
    assertThat(receiveUdp("192.0.2.97", 61000, 3, true)).as("forged").isNull();
    assertThat(gateway.recorder.lines).hasSize(1);
    Result result = new Result();
    gateway.pipeline().updatePeer(7, TestGateway.hostOrder("192.0.2.99"), 61000, result);
    gateway.pipeline().updateNeighbor(BLACK, TestGateway.hostOrder("192.0.2.99"), 0x020000000299L);
    gateway.run();
    result.assertOk();
    byte[] sent = send();
    assertThat(Arrays.copyOfRange(sent, 30, 34)).isEqualTo(new byte[] {(byte) 192, 0, 2, 99});
    assertThat(ByteBuffer.wrap(sent).getShort(36) & 0xFFFF).isEqualTo(61000);
    SaStatus status = gateway.status(SaDirection.OUTBOUND);
    assertThat(status.spec().udpEncapsulation().remotePort()).isEqualTo(61000);
    gateway.advance(2_000_000_000L);
    assertThat(receiveUdp("192.0.2.99", 61000, 4, false)).isNotNull();
    assertThat(gateway.recorder.lines).hasSize(1);
  }

  private byte[] receiveUdp(String source, int port, long sequence, boolean forged) {
    byte[] inner = Frames.ipv4("10.2.0.5", "10.1.0.9", 17, Frames.udp(1, 2, new byte[72]));
    byte[] esp = EspOracle.seal(KEY, 0x1001, sequence, false, EspOracle.pad(inner, 4));
    esp[20] ^= (byte) (forged ? 1 : 0);
    byte[] packet = Frames.ipv4(source, LOCAL, 17, Frames.udp(port, 4500, esp));
    return gateway.exchange(BLACK, Frames.ipv4Frame(gateway.mac(BLACK), packet));
  }

  @Test
  void encapsulationMustBeThatOfTheSa() {
    gateway.protect();
    gateway.installInbound(new SaBuilder());
    assertThat(receiveUdp(REMOTE, 4500, 1, false)).isNull();
    gateway.installInbound(new SaBuilder().spi(0x1002).udp());
    assertThat(receive(0x1002, 1)).isNull();
    assertThat(gateway.dropped(DropReason.ESP_ENCAPSULATION)).isEqualTo(2);
  }

  /**
   * CVE-2026-43091: an SA's memory and keys live until every burst that was received before its
   * removal has left the lane.
   */
  @Test
  void anSaIsFreedOnlyWhenTheLaneHasPassedIt() {
    gateway.close();
    HeldQueue held = new HeldQueue(0);
    gateway = new TestGateway(TestGateway.pipelined(1), TestGateway.over(pair -> held));
    gateway.protect();
    gateway.installInbound(new SaBuilder());
    long slot = gateway.pipeline().slot(SaDirection.INBOUND, 0x1001);
    held.hold = true;
    byte[] inner = Frames.ipv4("10.2.0.5", "10.1.0.9", 17, Frames.udp(1, 2, new byte[72]));
    byte[] esp = EspOracle.seal(KEY, 0x1001, 1, false, EspOracle.pad(inner, 4));
    byte[] packet = Frames.ipv4(REMOTE, LOCAL, 50, esp);
    gateway.feed(BLACK, Frames.ipv4Frame(gateway.mac(BLACK), packet));
    gateway.rounds(20);
    Result removal = new Result();
    gateway.pipeline().removeSa(SaDirection.INBOUND, 0x1001, removal);
    gateway.rounds(20);
    assertThat(gateway.pipeline().occupancy()).as("under way").isEqualTo(1);
    assertThat(removal.error).as("not yet answered").isNull();
    assertThat(Memory.getLong(slot)).as("not yet wiped").isNotZero();
    held.hold = false;
    gateway.run();
    removal.assertOk();
    assertThat(gateway.take(RED)).as("the packet was not lost").isNotNull();
    for (int i = 0; i < 192; i += 8) {
      assertThat(Memory.getLong(slot + i)).as("wiped").isZero();
    }
  }

  @Test
  void statusHoldsNoKeys() {
    gateway.installInbound(new SaBuilder());
    SaStatus status = gateway.status(SaDirection.INBOUND);
    assertThat(status.spec().keyMaterial()).containsOnly(0);
    assertThat(status.ageSeconds()).isZero();
    gateway.advance(5_500_000_000L);
    assertThat(gateway.status(SaDirection.INBOUND).ageSeconds()).isEqualTo(5);
    assertThat(gateway.status(SaDirection.INBOUND).idleSeconds()).isEqualTo(5);
    gateway.protect();
    receive(0x1001, 1);
    gateway.advance(2_000_000_000L);
    assertThat(gateway.status(SaDirection.INBOUND).idleSeconds()).isEqualTo(2);
    assertThat(gateway.status(SaDirection.INBOUND).ageSeconds()).isEqualTo(7);
  }
}
