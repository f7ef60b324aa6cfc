package io.yett.ike.message;

import static io.yett.ike.message.PayloadTesting.decode;
import static io.yett.ike.message.PayloadTesting.refused;
import static io.yett.ike.message.PayloadTesting.truncated;
import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dataplane.sachannel.TrafficSelector;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Traffic Selector payloads (RFC 7296 §3.13). The octets are strongSwan's (the transcripts in test
 * resources) unless said otherwise.
 */
class TsPayloadTest {

  private static final String NET = "01000000 07000010 0000ffff 0a010000 0a0100ff";
  private static final String ALL =
      "02000000 07000010 0000ffff 00000000 ffffffff"
          + "08000028 0000ffff 00000000000000000000000000000000 ffffffffffffffffffffffffffffffff";

  @Test
  void network() throws Exception {
    TsPayload ts = decode(44, NET, TsPayload.class);
    TrafficSelector expected =
        TrafficSelector.ofRange(
            InetAddress.getByName("10.1.0.0"), InetAddress.getByName("10.1.0.255"));
    assertThat(ts.initiator()).isTrue();
    assertThat(ts.trafficSelectors()).containsExactly(expected);
    assertThat(ts).isEqualTo(TsPayload.of(true, List.of(expected)));
    assertThat(decode(45, NET, TsPayload.class))
        .isEqualTo(TsPayload.of(false, List.of(expected)))
        .isNotEqualTo(ts);
  }

  @Test
  void bothFamilies() throws Exception {
    TsPayload ts = decode(44, ALL, TsPayload.class);
    assertThat(ts.trafficSelectors())
        .containsExactly(
            TrafficSelector.ofRange(
                InetAddress.getByName("0.0.0.0"), InetAddress.getByName("255.255.255.255")),
            TrafficSelector.ofRange(
                InetAddress.getByName("::"),
                InetAddress.getByName("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")));
  }

  @Test
  void protocolAndPorts() throws Exception {
    // Put together from RFC 7296 section 3.13.1: UDP, ports 161..162.
    assertThat(
            decode(45, "01000000 07110010 00a100a2 c6336400 c63364ff", TsPayload.class)
                .trafficSelectors())
        .containsExactly(
            new TrafficSelector(
                17,
                161,
                162,
                InetAddress.getByName("198.51.100.0"),
                InetAddress.getByName("198.51.100.255")));
  }

  @Test
  void whatIsNoUsableRangeIsKeptAndSkipped() {
    // OPAQUE ports, an empty range, an IPv4 address mapped into IPv6, and an unknown type.
    String body =
        "04000000 07000010 ffff0000 0a010000 0a0100ff 07000010 0000ffff 0a0100ff 0a010000"
            + "08000028 0000ffff 00000000000000000000ffff0a010000 00000000000000000000ffff0a0100ff"
            + "0900000c 0000ffff 01020304";
    TsPayload ts = decode(44, body, TsPayload.class);
    assertThat(ts.selectors()).hasSize(4);
    assertThat(ts.trafficSelectors()).isEmpty();
  }

  @Test
  void truncatedAnywhere() {
    truncated(44, NET, length -> false);
    truncated(45, ALL, length -> false);
  }

  @Test
  void fieldsThatLie() {
    refused(44, "00000000");
    refused(44, "02000000 07000010 0000ffff 0a010000 0a0100ff");
    refused(44, "ff000000 07000010 0000ffff 0a010000 0a0100ff");
    refused(44, "01000000 07000010 0000ffff 0a010000 0a0100ff 00");
    refused(44, "01000000 08000010 0000ffff 0a010000 0a0100ff"); // IPv6 of IPv4's length
    refused(44, "01000000 07000000 0000ffff 0a010000 0a0100ff");
    refused(44, "01000000 07000007 0000ff");
  }
}
