package io.yett.dataplane.config;

import io.yett.dataplane.sachannel.TrafficSelector;
import java.util.List;

/** Makes traffic selectors of subnets. */
final class Selectors {
  private Selectors() {}

  static List<TrafficSelector> of(List<Subnet> subnets, int protocol, PortRange ports) {
    return subnets.stream()
        .map(subnet ->
            new TrafficSelector(
                protocol, ports.first(), ports.last(), subnet.first(), subnet.last()))
        .toList();
  }
}
