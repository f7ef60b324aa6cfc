package io.yett.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yett.lab.LabException;
import io.yett.lab.LinkTraffic;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The demo fails if anything but IKE, ESP and ARP, or any known payload, is on the link. */
class TrafficJudgementTest {
  private static final String TCP_PAYLOAD = hexOf("01234567890123456789");
  private static final String PING_PAYLOAD = hexOf("red site secret!");
  private static final byte[] IKE = udp("000000008a67f6aab7ce8400");
  private static final byte[] ESP = udp("21f237b70000000107a1b2c3d4e5f6");
  private static final LinkTraffic INSIDE =
      new LinkTraffic(List.of(udp("01" + TCP_PAYLOAD), udp("01" + PING_PAYLOAD)));

  private static String hexOf(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] udp(String payload) {
    return HexFormat.of()
        .parseHex(
            "0200000000010200000000020800"
                + "4500003c0000000040110000c0000201c0000202"
                + "11941194%04x0000".formatted(8 + payload.length() / 2)
                + payload);
  }

  private static LinkTraffic seen(byte[]... frames) {
    return new LinkTraffic(Arrays.asList(frames));
  }

  @Test
  void ikeAndEspAreAsItShouldBe() {
    assertThat(TrafficSteps.judge(seen(IKE, ESP, ESP), INSIDE))
        .isEqualTo("1 IKE, 2 ESP-in-UDP; nothing else, no payload");
  }

  @Test
  void payloadInClearFails() {
    LinkTraffic leak = seen(IKE, ESP, udp("21f237b7" + PING_PAYLOAD));

    assertThatThrownBy(() -> TrafficSteps.judge(leak, INSIDE))
        .isInstanceOf(LabException.class)
        .hasMessageContaining("in clear in 1 frames");
  }

  @Test
  void strangeFrameFails() {
    byte[] ipv6 = HexFormat.of().parseHex("02000000000102000000000286dd60000000");

    assertThatThrownBy(() -> TrafficSteps.judge(seen(IKE, ESP, ipv6), INSIDE))
        .isInstanceOf(LabException.class)
        .hasMessageContaining("1 frames that should not be there");
  }

  @Test
  void silenceProvesNothing() {
    assertThatThrownBy(() -> TrafficSteps.judge(seen(IKE), INSIDE))
        .isInstanceOf(LabException.class);
    assertThatThrownBy(() -> TrafficSteps.judge(seen(IKE, ESP), seen(ESP)))
        .isInstanceOf(LabException.class)
        .hasMessageContaining("not seen even in the red site");
  }
}
