package io.yett.ike.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dataplane.sachannel.TrafficSelector;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SelectorTextTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0, 65535, 10.1.0.0, 10.1.0.255, 10.1.0.0/24",
    "0, 0, 65535, 10.1.0.7, 10.1.0.7, 10.1.0.7/32",
    "0, 0, 65535, 0.0.0.0, 255.255.255.255, 0.0.0.0/0",
    "0, 0, 65535, 10.1.0.1, 10.1.0.9, 10.1.0.1-10.1.0.9",
    "0, 0, 65535, 10.1.0.1, 10.1.0.2, 10.1.0.1-10.1.0.2",
    "17, 161, 162, 10.1.0.0, 10.1.0.255, 10.1.0.0/24[udp/161-162]",
    "6, 22, 22, 10.1.0.0, 10.1.0.255, 10.1.0.0/24[tcp/22]",
    "1, 0, 65535, 10.1.0.0, 10.1.0.255, 10.1.0.0/24[icmp]",
    "0, 53, 53, 10.1.0.0, 10.1.0.255, 10.1.0.0/24[any/53]",
    "47, 0, 65535, 2001:db8::, 2001:db8::ffff, 2001:db8:0:0:0:0:0:0/112[47]"
  })
  void reads(int protocol, int from, int to, String start, String end, String text)
      throws UnknownHostException {
    TrafficSelector selector =
        new TrafficSelector(
            protocol, from, to, InetAddress.getByName(start), InetAddress.getByName(end));

    assertThat(SelectorText.of(selector)).isEqualTo(text);
  }
}
