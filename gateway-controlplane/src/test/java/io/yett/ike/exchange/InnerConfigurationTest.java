package io.yett.ike.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dataplane.sachannel.TrafficSelector;
import io.yett.ike.message.CpPayload;
import io.yett.ike.message.ExchangeType;
import io.yett.ike.message.IkeHeader;
import io.yett.ike.message.IkeMessage;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Attributes by their octets (RFC 7296 §3.15.1); what is malformed is left out. */
class InnerConfigurationTest {

  private static InetAddress ip(String text) {
    return InetAddress.ofLiteral(text);
  }

  private static TrafficSelector range(String first, String last) {
    return TrafficSelector.ofRange(ip(first), ip(last));
  }

  private static IkeMessage message(CpPayload... payloads) {
    IkeHeader header = new IkeHeader(1, 2, ExchangeType.IKE_AUTH, false, true, 1);
    return new IkeMessage(header, List.of(payloads));
  }

  @Test
  void octetsOfAReply() {
    CpPayload reply =
        InnerConfiguration.reply(
            List.of(ip("10.9.0.1"), ip("2001:db8::9")),
            List.of(ip("10.2.0.53"), ip("2001:db8::53")),
            List.of(
                range("10.2.0.0", "10.2.0.255"),
                range("10.3.0.0", "10.3.255.255"),
                range("10.4.0.7", "10.4.0.7"),
                range("2001:db8:1::", "2001:db8:1:ffff:ffff:ffff:ffff:ffff"),
                range("10.5.0.1", "10.5.0.9"), // no subnet
                range("10.6.0.128", "10.6.1.127"), // as long as one, and none
                range("0.0.0.0", "255.255.255.255"))); // everything: no split
    HexFormat hex = HexFormat.of();
    assertThat(reply.attributes())
        .extracting(a -> a.type() + "=" + hex.formatHex(a.value()))
        .containsExactly(
            "1=0a090001",
            "8=20010db800000000000000000000000980",
            "3=0a020035",
            "10=20010db8000000000000000000000053",
            "13=0a020000ffffff00",
            "13=0a030000ffff0000",
            "13=0a040007ffffffff",
            "15=20010db800010000000000000000000030");
    InnerConfiguration.Reply read = InnerConfiguration.read(message(reply));
    assertThat(read.addresses()).containsExactly(ip("10.9.0.1"), ip("2001:db8::9"));
    assertThat(read.dns()).containsExactly(ip("10.2.0.53"), ip("2001:db8::53"));
    assertThat(read.subnets())
        .containsExactly("10.2.0.0/24", "10.3.0.0/16", "10.4.0.7/32", "2001:db8:1:0:0:0:0:0/48");
  }

  @Test
  void anyAttributesAreReadOrLeftOutWithinBounds() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      List<CpPayload.Attribute> attributes = new ArrayList<>();
      for (int n = random.nextInt(40); n > 0; n--) {
        byte[] value = new byte[random.nextInt(20)];
        random.nextBytes(value);
        attributes.add(new CpPayload.Attribute(random.nextInt(20), value));
      }
      InnerConfiguration.Reply read =
          InnerConfiguration.read(message(new CpPayload(random.nextInt(5), attributes)));
      assertThat(read.addresses().size()).isLessThanOrEqualTo(16);
      assertThat(read.dns().size()).isLessThanOrEqualTo(16);
      assertThat(read.subnets().size()).isLessThanOrEqualTo(16);
    }
  }
}
