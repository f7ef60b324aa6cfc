package io.yett.dataplane;

import static io.yett.dataplane.TestGateway.ip;

import io.yett.dataplane.config.InterfaceAddress;
import io.yett.dataplane.config.PortConfig;
import io.yett.dataplane.config.RouteConfig;
import io.yett.dataplane.config.Subnet;
import io.yett.dataplane.esp.DeviceQueue;
import io.yett.dataplane.port.Address6;
import io.yett.dataplane.sachannel.TrafficSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * {@link TestGateway} with IPv6 beside IPv4.
 *
 * <pre>
 *   red site 2001:db8:1::/64 -- [::1 GATEWAY 2001:db8:ff::1] -- 2001:db8:ff::fe -- peer ::2
 * </pre>
 */
final class Ipv6Gateway {
  static final String RED_HOST = "2001:db8:1::9";
  static final String RED_OWN = "2001:db8:1::1";
  static final String BLACK_OWN = "2001:db8:ff::1";
  static final String PEER = "2001:db8:ff::2";
  static final String ROUTER = "2001:db8:ff::fe";
  static final String BLUE_HOST = "2001:db8:2::5";
  static final List<TrafficSelector> RED_NET =
      List.of(TestGateway.range("2001:db8:1::", "2001:db8:1:0:ffff:ffff:ffff:ffff"));
  static final List<TrafficSelector> BLUE_NET =
      List.of(TestGateway.range("2001:db8:2::", "2001:db8:2:ffff:ffff:ffff:ffff:ffff"));

  private Ipv6Gateway() {}

  static TestGateway start() {
    return start(config -> config);
  }

  static TestGateway start(UnaryOperator<PipelineConfig> change) {
    TestGateway gateway =
        new TestGateway(TestGateway.fused(), c -> change.apply(withIpv6(c, DpdkFixture.MTU)));
    know(gateway, TestGateway.RED, RED_HOST, TestGateway.RED_HOST_MAC);
    know(gateway, TestGateway.BLACK, PEER, TestGateway.PEER_MAC);
    know(gateway, TestGateway.BLACK, ROUTER, TestGateway.PEER_MAC);
    return gateway;
  }

  /** The same over a device that has every algorithm. */
  static TestGateway queuedMultiBuffer() {
    return start(c ->
        new PipelineConfig(
            c.lane(),
            c.ports(),
            c.routes(),
            c.defaultPolicy(),
            c.devices(),
            c.pools(),
            DpdkFixture.multiBuffer(),
            c.limits(),
            c.queues(),
            pair -> new DeviceQueue(DpdkFixture.multiBuffer(), pair),
            c.clock(),
            c.ivMasks()));
  }

  static void know(TestGateway gateway, int port, String address, long mac) {
    Address6 neighbor = Address6.of(ip(address));
    gateway.pipeline().updateNeighbor(port, neighbor.high(), neighbor.low(), mac);
  }

  /** Adds addresses and routes. */
  static PipelineConfig withIpv6(PipelineConfig c, int blackMtu) {
    List<PortConfig> ports = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      PortConfig port = c.ports().get(i);
      List<InterfaceAddress> addresses = new ArrayList<>(port.addresses());
      addresses.add(new InterfaceAddress(ip(i == 0 ? RED_OWN : BLACK_OWN), 64));
      int mtu = i == 0 ? port.mtu() : blackMtu;
      ports.add(new PortConfig(port.name(), port.device(), addresses, mtu));
    }
    List<RouteConfig> routes = new ArrayList<>(c.routes());
    routes.add(new RouteConfig(new Subnet(ip("::"), 0), ip(ROUTER), "black"));
    return new PipelineConfig(
        c.lane(),
        ports,
        routes,
        c.defaultPolicy(),
        c.devices(),
        c.pools(),
        c.crypto(),
        c.limits(),
        c.queues(),
        c.cryptoQueues(),
        c.clock(),
        c.ivMasks());
  }
}
