package io.yett.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.lab.LinkTraffic.Kind;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frames are sorted by their headers; what is cut short is never sorted as harmless. */
class LinkTrafficTest {
  private static final String MACS = "020000000001020000000002";

  private static byte[] ipv4(String protocol, String rest) {
    return hex(MACS + "0800" + "4500003c0000000040" + protocol + "0000c0000201c0000202" + rest);
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  private static byte[] udp(int source, int destination, String payload) {
    int length = 8 + payload.length() / 2;
    return ipv4("11", "%04x%04x%04x0000%s".formatted(source, destination, length, payload));
  }

  @ParameterizedTest
  @CsvSource({
    "500, 500, 8a67f6aab7ce8400, IKE",
    "4500, 4500, 000000008a67f6aa, IKE",
    "4500, 4500, 21f237b700000001, ESP_IN_UDP",
    "4500, 61001, 21f237b700000001, ESP_IN_UDP",
    "4500, 4500, ff, NAT_KEEPALIVE",
    "4500, 4500, ffff, OTHER",
    "4500, 4500, fe, OTHER",
    "53, 53, 8a67f6aab7ce8400, OTHER",
    "500, 53, 8a67f6aab7ce8400, OTHER",
  })
  void udp(int source, int destination, String payload, Kind kind) {
    assertThat(LinkTraffic.kindOf(udp(source, destination, payload))).isEqualTo(kind);
  }

  @Test
  void otherFrames() {
    assertThat(LinkTraffic.kindOf(hex(MACS + "0806" + "0001080006040001"))).isEqualTo(Kind.ARP);
    assertThat(LinkTraffic.kindOf(hex(MACS + "86dd" + "600000000000"))).isEqualTo(Kind.OTHER);
    assertThat(LinkTraffic.kindOf(ipv4("32", "21f237b7"))).isEqualTo(Kind.ESP);
    assertThat(LinkTraffic.kindOf(ipv4("01", "08000000"))).isEqualTo(Kind.OTHER);
    assertThat(LinkTraffic.kindOf(hex(MACS + "0800" + "45"))).isEqualTo(Kind.OTHER);
    assertThat(LinkTraffic.kindOf(hex("02"))).isEqualTo(Kind.OTHER);
  }

  @Test
  void findsOctetsAnywhereInAFrame() {
    byte[] payload = "never in clear!!".getBytes(StandardCharsets.US_ASCII);
    String hex = HexFormat.of().formatHex(payload);
    LinkTraffic traffic =
        new LinkTraffic(
            List.of(
                udp(4500, 4500, "21f237b7" + hex),
                udp(4500, 4500, "21f237b7" + hex.substring(2)),
                udp(53, 53, "00" + hex + "00")));

    assertThat(traffic.containing(payload)).isEqualTo(2);
    assertThat(traffic.others()).hasSize(1);
    assertThat(traffic.total()).isEqualTo(3);
    assertThat(traffic).hasToString("2 ESP-in-UDP, 1 other");
  }
}
