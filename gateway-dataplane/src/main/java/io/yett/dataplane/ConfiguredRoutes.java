package io.yett.dataplane;

import io.yett.dataplane.config.InterfaceAddress;
import io.yett.dataplane.config.PortConfig;
import io.yett.dataplane.config.RouteConfig;
import io.yett.dataplane.route.NextHop;
import io.yett.dataplane.route.Route;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** IPv4 routes from the configuration: own addresses, the links they are on, and static routes. */
final class ConfiguredRoutes {
  private static final int HOST_BITS = 32;

  private ConfiguredRoutes() {}

  static List<Route> of(List<PortConfig> ports, List<RouteConfig> staticRoutes) {
    List<Route> routes = new ArrayList<>();
    for (RouteConfig route : staticRoutes) {
      if (route.to().address() instanceof Inet4Address) {
        routes.add(
            new Route(
                hostOrder(route.to().address()),
                route.to().prefixLength(),
                NextHop.GATEWAY,
                portIndex(ports, route.port()),
                hostOrder(route.via())));
      }
    }
    for (int port = 0; port < ports.size(); port++) {
      for (InterfaceAddress address : ipv4Addresses(ports.get(port))) {
        addLink(routes, port, hostOrder(address.address()), address.prefixLength());
      }
    }
    for (int port = 0; port < ports.size(); port++) {
      for (InterfaceAddress address : ipv4Addresses(ports.get(port))) {
        int own = hostOrder(address.address());
        routes.add(new Route(own, HOST_BITS, NextHop.LOCAL, port, 0));
      }
    }
    return routes;
  }

  static int[] localAddresses(List<PortConfig> ports) {
    return ports.stream()
        .flatMap(port -> ipv4Addresses(port).stream())
        .mapToInt(address -> hostOrder(address.address()))
        .toArray();
  }

  private static List<InterfaceAddress> ipv4Addresses(PortConfig port) {
    return port.addresses().stream().filter(a -> a.address() instanceof Inet4Address).toList();
  }

  private static void addLink(List<Route> routes, int port, int address, int prefixLength) {
    routes.add(new Route(address, prefixLength, NextHop.ON_LINK, port, 0));
    if (prefixLength < HOST_BITS - 1) { // RFC 3021: a /31 has no broadcast address
      int mask = Route.mask(prefixLength);
      routes.add(new Route(address & mask, HOST_BITS, NextHop.BROADCAST, port, 0));
      routes.add(new Route(address | ~mask, HOST_BITS, NextHop.BROADCAST, port, 0));
    }
  }

  private static int portIndex(List<PortConfig> ports, String name) {
    for (int i = 0; i < ports.size(); i++) {
      if (ports.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException("a route names port " + name + ", which is not configured");
  }

  private static int hostOrder(InetAddress address) {
    return ByteBuffer.wrap(address.getAddress()).getInt();
  }
}
