package io.yett.ike.admin;

import io.yett.dataplane.sachannel.TrafficSelector;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.List;

/**
 * Traffic selectors as people write them: {@code 10.1.0.0/24}, {@code 10.1.0.1-10.1.0.9}, {@code
 * 10.1.0.9/32[udp/161-162]}.
 */
final class SelectorText {
  private SelectorText() {}

  static List<String> of(List<TrafficSelector> selectors) {
    return selectors.stream().map(SelectorText::of).toList();
  }

  static String of(TrafficSelector selector) {
    String addresses = addresses(selector.startAddress(), selector.endAddress());
    boolean anyPort = selector.startPort() == 0 && selector.endPort() == 65_535;
    if (selector.protocol() == 0 && anyPort) {
      return addresses;
    }
    String protocol =
        switch (selector.protocol()) {
          case 0 -> "any";
          case 1 -> "icmp";
          case 6 -> "tcp";
          case 17 -> "udp";
          default -> Integer.toString(selector.protocol());
        };
    return addresses + "[" + protocol + (anyPort ? "" : "/" + ports(selector)) + "]";
  }

  private static String ports(TrafficSelector selector) {
    return selector.startPort() == selector.endPort()
        ? Integer.toString(selector.startPort())
        : selector.startPort() + "-" + selector.endPort();
  }

  private static String addresses(InetAddress start, InetAddress end) {
    BigInteger first = new BigInteger(1, start.getAddress());
    BigInteger size = new BigInteger(1, end.getAddress()).subtract(first).add(BigInteger.ONE);
    boolean prefix = size.bitCount() == 1 && first.mod(size).signum() == 0;
    if (!prefix) {
      return start.getHostAddress() + "-" + end.getHostAddress();
    }
    int bits = start.getAddress().length * 8 - size.getLowestSetBit();
    return start.getHostAddress() + "/" + bits;
  }
}
