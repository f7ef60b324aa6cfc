package io.yett.ike.pad;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dataplane.sachannel.TrafficSelector;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectorNarrowingTest {

  /**
   * {@code protocol:startPort-endPort:start-end}; {@code +} between several, {@code -} for none.
   */
  private static List<TrafficSelector> selectors(String text) {
    if (text.equals("-")) {
      return List.of();
    }
    return Arrays.stream(text.split("\\+", -1)).map(SelectorNarrowingTest::selector).toList();
  }

  private static TrafficSelector selector(String text) {
    String[] parts = text.split("[:-]", -1);
    return new TrafficSelector(
        Integer.parseInt(parts[0]),
        Integer.parseInt(parts[1]),
        Integer.parseInt(parts[2]),
        address(parts[3]),
        address(parts[4]));
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    // the same
    "0:0-65535:10.1.0.0-10.1.0.255, 0:0-65535:10.1.0.0-10.1.0.255, 0:0-65535:10.1.0.0-10.1.0.255",
    // all of IPv4 becomes what is allowed
    "0:0-65535:0.0.0.0-255.255.255.255, 0:0-65535:10.1.0.0-10.1.0.255, 0:0-65535:10.1.0.0-10.1.0.255",
    // overlap
    "0:0-65535:10.1.0.128-10.1.1.255, 0:0-65535:10.1.0.0-10.1.0.255, 0:0-65535:10.1.0.128-10.1.0.255",
    // disjoint
    "0:0-65535:10.2.0.0-10.2.0.255, 0:0-65535:10.1.0.0-10.1.0.255, -",
    // a protocol and its ports
    "17:0-65535:10.1.0.1-10.1.0.1, 0:53-53:10.1.0.0-10.1.0.255, 17:53-53:10.1.0.1-10.1.0.1",
    "17:0-65535:10.1.0.1-10.1.0.1, 6:0-65535:10.1.0.0-10.1.0.255, -",
    "6:80-90:10.1.0.1-10.1.0.1, 6:91-99:10.1.0.0-10.1.0.255, -",
    // the packet of the first selector is in the second too (RFC 7296 section 2.9)
    "6:80-80:10.1.0.7-10.1.0.7+0:0-65535:10.1.0.0-10.1.0.255,"
        + " 0:0-65535:10.1.0.0-10.1.0.255, 0:0-65535:10.1.0.0-10.1.0.255",
    // two ranges of ours
    "0:0-65535:10.0.0.0-10.255.255.255,"
        + " 0:0-65535:10.1.0.0-10.1.0.255+0:0-65535:10.3.0.0-10.3.0.255,"
        + " 0:0-65535:10.1.0.0-10.1.0.255+0:0-65535:10.3.0.0-10.3.0.255",
    // addresses above 127 are unsigned
    "0:0-65535:100.0.0.0-200.0.0.0, 0:0-65535:190.0.0.0-220.0.0.0, 0:0-65535:190.0.0.0-200.0.0.0"
  })
  void narrows(String proposed, String allowed, String expected) {
    List<TrafficSelector> narrowed =
        SelectorNarrowing.narrow(selectors(proposed), selectors(allowed));
    assertThat(narrowed).isEqualTo(selectors(expected));
    assertThat(SelectorNarrowing.within(narrowed, selectors(proposed))).isTrue();
    assertThat(SelectorNarrowing.within(narrowed, selectors(allowed))).isTrue();
  }
}
