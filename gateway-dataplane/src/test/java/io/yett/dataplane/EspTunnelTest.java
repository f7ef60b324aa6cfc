package io.yett.dataplane;

import static io.yett.dataplane.TestGateway.BLACK;
import static io.yett.dataplane.TestGateway.KEY;
import static io.yett.dataplane.TestGateway.LOCAL;
import static io.yett.dataplane.TestGateway.RED;
import static io.yett.dataplane.TestGateway.REMOTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dataplane.TestGateway.SaBuilder;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tunnel mode with AES-GCM both ways, octet by octet against the JDK's AES-GCM. */
class EspTunnelTest {
  private final TestGateway gateway = new TestGateway();

  @AfterEach
  void everyPacketIsAccountedFor() {
    gateway.assertAccounted();
    gateway.close();
  }

  @Test
  void encryptsWhatThePolicyProtects() {
    gateway.protect();
    gateway.installOutbound(new SaBuilder());
    byte[] inner = Frames.ipv4("10.1.0.9", "10.2.0.5", 17, Frames.udp(1, 2, Frames.counting(33)));

    byte[] sent = gateway.exchange(RED, Frames.ipv4Frame(gateway.mac(RED), inner));

    byte[] outer = Frames.packet(sent);
    byte[] expected = inner.clone();
    expected[8]--;
    Frames.withChecksum(expected);
    byte[] esp = Arrays.copyOfRange(outer, 20, outer.length);
    assertThat(EspOracle.open(KEY, 1, false, esp)).isEqualTo(EspOracle.pad(expected, 4));
    byte[] header =
        Frames.ipv4(LOCAL, REMOTE, 50, 0, 64, 0, Arrays.copyOfRange(outer, 20, outer.length));
    header[4] = 0;
    header[5] = 1; // ID: the sequence number's low 16 bits
    assertThat(outer).isEqualTo(Frames.withChecksum(header));
  }

  @Test
  void decryptsAndForwards() {
    gateway.protect();
    gateway.installInbound(new SaBuilder());
    byte[] inner = Frames.ipv4("10.2.0.5", "10.1.0.9", 17, Frames.udp(1, 2, Frames.counting(33)));
    byte[] esp = EspOracle.seal(KEY, 0x1001, 1, false, EspOracle.pad(inner, 4));

    byte[] sent =
        gateway.exchange(
            BLACK, Frames.ipv4Frame(gateway.mac(BLACK), Frames.ipv4(REMOTE, LOCAL, 50, esp)));

    inner[8]--;
    assertThat(sent)
        .isEqualTo(
            Frames.ethernet(
                TestGateway.RED_HOST_MAC, gateway.mac(RED), 0x0800, Frames.withChecksum(inner)));
  }
}
