package io.yett.dataplane.config;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes ports, and knows which address and subnet is on which. */
final class PortMapper {
  private final Names names = new Names("name");
  private final Names devices = new Names("device");
  private final Map<InetAddress, String> portByAddress = new LinkedHashMap<>();
  private final Map<Subnet, String> portBySubnet = new LinkedHashMap<>();

  PortConfig map(Section port) {
    String name = port.text("name");
    names.claim(port, "name", name);
    devices.claim(port, "device", port.text("device"));
    List<InterfaceAddress> addresses =
        port.map("addresses", entry -> address(entry, port.text("name")));
    return new PortConfig(name, port.text("device"), addresses, port.integer("mtu"));
  }

  private InterfaceAddress address(Section entry, String port) {
    InterfaceAddress own = Values.interfaceAddress(entry.node().asString());
    Subnet subnet = own.subnet();
    checkHost(own, subnet);
    if (own.address().isMulticastAddress()
        || own.address().isLoopbackAddress()
        || own.address().isAnyLocalAddress()) {
      throw new IllegalArgumentException("found '" + own + "', which no port can have");
    }
    if (portByAddress.putIfAbsent(own.address(), port) != null) {
      throw new IllegalArgumentException(
          "address " + own.address().getHostAddress() + " is used twice");
    }
    portBySubnet.forEach((other, otherPort) -> {
      if (!otherPort.equals(port) && other.overlaps(subnet)) {
        throw new IllegalArgumentException(
            "subnet " + subnet + " overlaps " + other + " of port " + otherPort);
      }
    });
    portBySubnet.put(subnet, port);
    return own;
  }

  private static void checkHost(InterfaceAddress own, Subnet subnet) {
    boolean ipv6 = own.address() instanceof Inet6Address;
    boolean first = own.address().equals(subnet.first());
    if (ipv6 && own.prefixLength() < 127 && first) { // RFC 4291 section 2.6.1
      throw new IllegalArgumentException(
          "found '" + own + "', which is the subnet-router anycast address of " + subnet);
    }
    if (ipv6 && own.address().isLinkLocalAddress()) {
      throw new IllegalArgumentException(
          "found '" + own + "'; a port with an IPv6 address has a link-local one by itself");
    }
    if (!ipv6 && own.prefixLength() < 31 && (first || own.address().equals(subnet.last()))) {
      throw new IllegalArgumentException(
          "found '" + own + "', which is the network or broadcast address of " + subnet);
    }
  }

  /** Whether there is a port of that name, with an IPv6 address. */
  boolean servesIpv6(String port) {
    return portByAddress.entrySet().stream()
        .anyMatch(e -> e.getValue().equals(port) && e.getKey() instanceof Inet6Address);
  }

  Optional<String> portOfAddress(String address) {
    return Optional.ofNullable(portByAddress.get(Values.address(address)));
  }

  Optional<String> portOfNeighbor(InetAddress address) {
    return portBySubnet.entrySet().stream()
        .filter(entry -> entry.getKey().contains(address))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  List<String> addresses() {
    return portByAddress.keySet().stream().map(InetAddress::getHostAddress).toList();
  }

  List<String> subnets() {
    return portBySubnet.keySet().stream().map(Subnet::toString).toList();
  }
}
