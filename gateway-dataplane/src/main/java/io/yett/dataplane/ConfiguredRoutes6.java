package io.yett.dataplane;

import io.yett.dataplane.config.InterfaceAddress;
import io.yett.dataplane.config.PortConfig;
import io.yett.dataplane.config.RouteConfig;
import io.yett.dataplane.port.Address6;
import io.yett.dataplane.route.LocalAddresses6;
import io.yett.dataplane.route.NextHop;
import io.yett.dataplane.route.Route6;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.stream.LongStream;

/** IPv6 routes from the configuration: own addresses, the links they are on, and static routes. */
final class ConfiguredRoutes6 {
  private static final int HOST_BITS = 128;

  private ConfiguredRoutes6() {}

  static List<Route6> of(List<PortConfig> ports, List<RouteConfig> staticRoutes) {
    List<Route6> routes = new ArrayList<>();
    for (RouteConfig route : staticRoutes) {
      if (route.to().address() instanceof Inet6Address) {
        Address6 to = Address6.of(route.to().address());
        Address6 via = Address6.of(route.via());
        int port = portIndex(ports, route.port());
        int length = route.to().prefixLength();
        routes.add(
            new Route6(to.high(), to.low(), length, NextHop.GATEWAY, port, via.high(), via.low()));
      }
    }
    for (int port = 0; port < ports.size(); port++) {
      for (InterfaceAddress address : addresses(ports.get(port))) {
        routes.add(route(address.address(), address.prefixLength(), NextHop.ON_LINK, port));
      }
    }
    for (int port = 0; port < ports.size(); port++) {
      for (InterfaceAddress address : addresses(ports.get(port))) {
        routes.add(route(address.address(), HOST_BITS, NextHop.LOCAL, port));
      }
    }
    return routes;
  }

  private static Route6 route(InetAddress address, int prefixLength, int kind, int port) {
    Address6 own = Address6.of(address);
    return new Route6(own.high(), own.low(), prefixLength, kind, port, 0, 0);
  }

  /**
   * Own addresses, and the link-local ones of ports that have some.
   *
   * @param macOf our MAC address on a port, as a number
   */
  static LocalAddresses6 localAddresses(List<PortConfig> ports, IntToLongFunction macOf) {
    List<Address6> all = new ArrayList<>();
    for (int port = 0; port < ports.size(); port++) {
      List<InterfaceAddress> own = addresses(ports.get(port));
      own.forEach(address -> all.add(Address6.of(address.address())));
      if (!own.isEmpty()) {
        all.add(Address6.linkLocal(macOf.applyAsLong(port)));
      }
    }
    return new LocalAddresses6(
        all.stream()
            .flatMapToLong(
                a -> LongStream.of(Long.reverseBytes(a.high()), Long.reverseBytes(a.low())))
            .toArray());
  }

  static List<InterfaceAddress> addresses(PortConfig port) {
    return port.addresses().stream().filter(a -> a.address() instanceof Inet6Address).toList();
  }

  private static int portIndex(List<PortConfig> ports, String name) {
    for (int i = 0; i < ports.size(); i++) {
      if (ports.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException("a route names port " + name + ", which is not configured");
  }
}
