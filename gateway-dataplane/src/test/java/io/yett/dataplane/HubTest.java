package io.yett.dataplane;

import static io.yett.dataplane.TestGateway.BLACK;
import static io.yett.dataplane.TestGateway.KEY;
import static io.yett.dataplane.TestGateway.LOCAL;
import static io.yett.dataplane.TestGateway.RED;
import static io.yett.dataplane.TestGateway.REMOTE;
import static io.yett.dataplane.TestGateway.range;
import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dataplane.TestGateway.SaBuilder;
import io.yett.dataplane.counters.DropReason;
import io.yett.dataplane.sachannel.PolicyAction;
import io.yett.dataplane.sachannel.TrafficSelector;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two tunnels to one hub: what comes out of one for the other never leaves in clear. */
class HubTest {
  private static final List<TrafficSelector> ANY = List.of(range("0.0.0.0", "255.255.255.255"));
  private static final List<TrafficSelector> SPOKE_A = List.of(range("10.2.0.0", "10.2.255.255"));
  private static final List<TrafficSelector> SPOKE_B = List.of(range("10.3.0.0", "10.3.255.255"));
  private TestGateway gateway;

  @AfterEach
  void everyPacketIsAccountedFor() {
    gateway.assertAccounted();
    gateway.close();
  }

  private void start(boolean pipelined) {
    gateway =
        new TestGateway(
            pipelined ? TestGateway.pipelined(2) : TestGateway.fused(), config -> config);
    gateway.policies(
        TestGateway.policy("a", PolicyAction.PROTECT, TestGateway.REQ_ID, ANY, SPOKE_A),
        TestGateway.policy("b", PolicyAction.PROTECT, 8, ANY, SPOKE_B));
    gateway.installInbound(new SaBuilder().spi(0x1001).selectors(ANY, SPOKE_A));
  }

  private byte[] fromSpokeA(long sequence, String destination, int ttl) {
    byte[] inner =
        Frames.ipv4("10.2.0.5", destination, 17, 0, ttl, 0, Frames.udp(1, 2, new byte[9]));
    byte[] esp = EspOracle.seal(KEY, 0x1001, sequence, false, EspOracle.pad(inner, 4));
    return Frames.ipv4Frame(gateway.mac(BLACK), Frames.ipv4(REMOTE, LOCAL, 50, esp));
  }

  @ParameterizedTest(name = "pipelined {0}")
  @ValueSource(booleans = {false, true})
  void fromOneTunnelIntoTheOther(boolean pipelined) {
    start(pipelined);
    gateway.installOutbound(new SaBuilder().spi(0x3001).reqId(8).selectors(ANY, SPOKE_B));
    gateway.feed(BLACK, fromSpokeA(1, "10.3.0.5", 64));
    gateway.run();
    assertThat(gateway.take(RED)).isNull();
    byte[] outer = Frames.packet(gateway.take(BLACK));
    byte[] esp = Arrays.copyOfRange(outer, 20, outer.length);
    assertThat(ByteBuffer.wrap(esp).getInt()).isEqualTo(0x3001);
    byte[] expected =
        Frames.ipv4("10.2.0.5", "10.3.0.5", 17, 0, 63, 0, Frames.udp(1, 2, new byte[9]));
    assertThat(EspOracle.open(KEY, 1, false, esp))
        .as("one hop off the TTL")
        .isEqualTo(EspOracle.pad(expected, 4));
  }

  @Test
  void withoutTheOtherTunnelItFalls() {
    start(false);
    gateway.feed(BLACK, fromSpokeA(1, "10.3.0.5", 64));
    gateway.run();
    assertThat(gateway.take(BLACK)).isNull();
    assertThat(gateway.take(RED)).isNull();
    assertThat(gateway.dropped(DropReason.NO_OUTBOUND_SA)).isEqualTo(1);
    assertThat(gateway.recorder.lines).containsExactly("acquire reqId=8");
  }

  @Test
  void localDestinationsAndTtl() {
    start(false);
    gateway.feed(BLACK, fromSpokeA(1, "10.1.0.9", 64));
    gateway.feed(BLACK, fromSpokeA(2, "10.3.0.5", 1));
    gateway.feed(BLACK, fromSpokeA(3, "10.1.0.1", 64));
    gateway.run();
    assertThat(gateway.takeAll(RED)).hasSize(1);
    assertThat(gateway.recorder.lines)
        .containsExactly("frame port=1 TTL_EXCEEDED", "frame port=1 LOCAL");
  }

  /** A policy from anywhere to anywhere: what comes out of its tunnel goes on, not in again. */
  @Test
  void aTunnelForEverything() {
    gateway = new TestGateway();
    gateway.policies(TestGateway.policy("all", PolicyAction.PROTECT, TestGateway.REQ_ID, ANY, ANY));
    gateway.installInbound(new SaBuilder().selectors(ANY, ANY));
    gateway.installOutbound(new SaBuilder().spi(0x3001).selectors(ANY, ANY));
    gateway.feed(BLACK, fromSpokeA(1, "10.1.0.9", 64));
    gateway.run();
    assertThat(gateway.take(RED)).isNotNull();
    assertThat(gateway.take(BLACK)).isNull();
  }
}
