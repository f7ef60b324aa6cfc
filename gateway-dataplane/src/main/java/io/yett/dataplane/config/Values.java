package io.yett.dataplane.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Turns the texts of the file into values. The schema has checked their form already. */
final class Values {
  private Values() {}

  static InetAddress address(String text) {
    return InetAddress.ofLiteral(text);
  }

  static InetAddress address(byte[] octets) {
    try {
      return InetAddress.getByAddress(octets);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("address of " + octets.length + " octets", e);
    }
  }

  static InterfaceAddress interfaceAddress(String text) {
    int slash = text.indexOf('/');
    return new InterfaceAddress(
        address(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
  }

  /** Throws with the remedy if host bits are set. */
  static Subnet subnet(String text) {
    InterfaceAddress given = interfaceAddress(text);
    Subnet subnet = given.subnet();
    if (!subnet.address().equals(given.address())) {
      throw new IllegalArgumentException(
          "found '" + text + "', which has host bits set; its subnet is " + subnet);
    }
    return subnet;
  }

  /** The subnets of a list; null after reporting those that are wrong. */
  static List<Subnet> subnets(Section section, String key) {
    List<Subnet> subnets = section.map(key, entry -> subnet(entry.node().asString()));
    return subnets.size() == section.list(key).size() ? subnets : null;
  }

  static InetSocketAddress socketAddress(String text) {
    int colon = text.indexOf(':');
    return new InetSocketAddress(
        address(text.substring(0, colon)), Integer.parseInt(text.substring(colon + 1)));
  }

  /** A whole number, or one in hexadecimal as text. */
  static int spi(String text) {
    return (int) Long.decode(text).longValue();
  }

  static int protocol(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "any" -> 0;
      case "icmp" -> 1;
      case "tcp" -> 6;
      case "udp" -> 17;
      default -> Integer.parseInt(text);
    };
  }

  static PortRange portRange(String text) {
    int dash = text.indexOf('-');
    int first = Integer.parseInt(dash < 0 ? text : text.substring(0, dash));
    int last = dash < 0 ? first : Integer.parseInt(text.substring(dash + 1));
    if (first > last) { // else it may be OPAQUE
      throw new IllegalArgumentException("bad port range " + text);
    }
    return new PortRange(first, last);
  }

  static boolean allPresent(Object... values) {
    for (Object value : values) {
      if (Objects.isNull(value)) {
        return false;
      }
    }
    return true;
  }
}
