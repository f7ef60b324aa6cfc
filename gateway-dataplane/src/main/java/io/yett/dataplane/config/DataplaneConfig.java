package io.yett.dataplane.config;

import io.yett.dataplane.sachannel.PolicyAction;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * What the data plane process needs.
 *
 * @param ports at least one, names are unique; the list's index is the port index everywhere
 * @param defaultPolicy BYPASS or DISCARD: what happens to transit packets that no policy matches
 * @param metrics where Prometheus scrapes; absent serves none
 */
public record DataplaneConfig(
    EalConfig eal,
    LaneConfig lane,
    List<PortConfig> ports,
    List<RouteConfig> routes,
    List<PolicyConfig> policies,
    PolicyAction defaultPolicy,
    List<ManualSaConfig> manualSas,
    Optional<InetSocketAddress> metrics) {

  /** The same without manual SAs, for those who keep it: the SAs may be many. */
  public DataplaneConfig withoutManualSas() {
    return new DataplaneConfig(
        eal, lane, ports, routes, policies, defaultPolicy, List.of(), metrics);
  }

  /** Copies the lists. */
  public DataplaneConfig {
    ports = List.copyOf(ports);
    routes = List.copyOf(routes);
    policies = List.copyOf(policies);
    manualSas = List.copyOf(manualSas);
  }
}
