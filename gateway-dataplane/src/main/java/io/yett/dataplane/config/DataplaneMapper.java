package io.yett.dataplane.config;

import io.yett.dataplane.sachannel.PolicyAction;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes the data plane's part, and checks what a schema cannot. */
final class DataplaneMapper {
  private final Section dataplane;
  private final boolean portsInOrder;
  private final PortMapper ports;
  private final ManualSaMapper manualSas;

  DataplaneMapper(Section dataplane, SecretChecks secrets, SecretCheck check) {
    this.dataplane = dataplane;
    this.ports = new PortMapper();
    this.portsInOrder = !dataplane.problems().isBroken(dataplane.keyOf("ports"));
    this.manualSas = new ManualSaMapper(this, secrets, check);
  }

  DataplaneConfig map() {
    List<PortConfig> portList = dataplane.map("ports", ports::map);
    List<RouteConfig> routes = dataplane.map("routes", this::route);
    List<ManualSaConfig> sas = dataplane.map("manual-sas", manualSas::map);
    List<PolicyConfig> policies = dataplane.map("policies", new PolicyMapper(manualSas)::map);
    return new DataplaneConfig(
        eal(dataplane.at("eal")),
        lane(dataplane.integer("lanes"), dataplane.at("lane")),
        portList,
        routes,
        policies,
        dataplane.choice("default-policy", PolicyAction.class),
        sas,
        metrics(dataplane));
  }

  /** Reports an address that should be the gateway's own and is not. */
  void requireOwnAddress(Section section, String key) {
    requireOwnAddress(section.at(key));
  }

  /** Reports an address that is none of the gateway's. */
  void requireOwnAddress(Section entry) {
    String address = entry.node().asString();
    if (portsInOrder && ports.portOfAddress(address).isEmpty()) {
      entry
          .problems()
          .error(
              entry.path(),
              "found '"
                  + address
                  + "', allowed: an address of a port ("
                  + String.join(", ", ports.addresses())
                  + ")");
    }
  }

  /** Reports an address that should be another's and is the gateway's own. */
  void refuseOwnAddress(Section section, String key) {
    if (ports.portOfAddress(section.text(key)).isPresent()) {
      section.error(key, "found '" + section.text(key) + "', which is an address of this gateway");
    }
  }

  /** An endpoint for Prometheus; warns if others than this machine reach it. */
  static Optional<InetSocketAddress> metrics(Section section) {
    Optional<InetSocketAddress> address =
        section.optionalText("metrics").map(Values::socketAddress);
    if (address.isPresent() && !address.get().getAddress().isLoopbackAddress()) {
      section.warning(
          "metrics",
          "found '"
              + section.text("metrics")
              + "', which is no loopback address: whoever reaches it reads the metrics");
    }
    return address;
  }

  private static EalConfig eal(Section eal) {
    return new EalConfig(eal.choice("hugepages", EalConfig.Hugepages.class), eal.integer("memory"));
  }

  private static LaneConfig lane(int count, Section lane) {
    LaneConfig config =
        new LaneConfig(
            count,
            lane.choice("shape", LaneConfig.Shape.class),
            lane.list("cpu").stream().map(cpu -> cpu.node().intValue()).toList(),
            lane.integer("workers"),
            lane.integer("burst"),
            lane.choice("idle", LaneConfig.Idle.class),
            lane.integer("max-sleep-micros"),
            lane.text("crypto"));
    int needed = config.count() * config.threads();
    if (!config.cpus().isEmpty() && config.cpus().size() != needed) {
      lane.error(
          "cpu",
          "found " + config.cpus().size() + " CPUs, needs " + needed + " " + because(config));
    }
    return config;
  }

  /** Why so many CPUs are needed. */
  private static String because(LaneConfig lane) {
    String each =
        lane.shape() == LaneConfig.Shape.FUSED
            ? "fused is one thread"
            : "the leader and " + lane.workers() + " workers";
    return lane.count() == 1 ? "(" + each + ")" : "(" + lane.count() + " lanes; " + each + ")";
  }

  private final Set<Subnet> destinations = new HashSet<>();

  private RouteConfig route(Section route) {
    Subnet to = Values.subnet(route.text("to"));
    InetAddress via = Values.address(route.text("via"));
    if (!destinations.add(to)) {
      route.error("to", "a second route to " + to + "; one next hop for each destination");
    }
    refuseOwnAddress(route, "via");
    if (to.address().getAddress().length != via.getAddress().length) {
      route.error(
          "via", "found '" + via.getHostAddress() + "', which is of another family than " + to);
      return null;
    }
    if (via instanceof Inet6Address && via.isLinkLocalAddress()) {
      return linkLocalRoute(route, to, via);
    }
    Optional<String> reachedBy = ports.portOfNeighbor(via);
    if (reachedBy.isEmpty()) {
      if (portsInOrder) {
        route.error(
            "via",
            "found '"
                + via.getHostAddress()
                + "', allowed: an address in the subnet of a port ("
                + String.join(", ", ports.subnets())
                + ")");
      }
      return null;
    }
    Optional<String> port = route.optionalText("port");
    if (port.isPresent() && !port.equals(reachedBy)) {
      route.error(
          "port",
          "found '"
              + port.get()
              + "', but "
              + via.getHostAddress()
              + " is in the subnet of port "
              + reachedBy.get());
    }
    return new RouteConfig(to, via, reachedBy.get());
  }

  /** A link-local next hop is on every link, so the port must be said (RFC 4007 section 6). */
  private RouteConfig linkLocalRoute(Section route, Subnet to, InetAddress via) {
    Optional<String> port = route.optionalText("port");
    if (port.isEmpty()) {
      route.error("port", "is missing: a link-local next hop needs it");
      return null;
    }
    if (portsInOrder && !ports.servesIpv6(port.get())) {
      route.error("port", "found '" + port.get() + "', which is no port with an IPv6 address");
      return null;
    }
    return new RouteConfig(to, via, port.get());
  }
}
