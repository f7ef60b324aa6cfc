package io.yett.dataplane.config;

import io.yett.dataplane.sachannel.PolicyAction;
import io.yett.dataplane.sachannel.TrafficSelector;
import java.util.List;

/**
 * One SPD entry that is written by hand (RFC 4301 §4.4.1).
 *
 * @param name unique among policies
 * @param order lower is matched first
 * @param manualSa the name of the manual SA pair that protects it, for PROTECT; otherwise empty
 * @param protocol IP protocol number, 0 = any
 */
public record PolicyConfig(
    String name,
    int order,
    PolicyAction action,
    String manualSa,
    List<Subnet> local,
    List<Subnet> remote,
    int protocol,
    PortRange localPorts,
    PortRange remotePorts) {

  /** Copies the lists. */
  public PolicyConfig {
    local = List.copyOf(local);
    remote = List.copyOf(remote);
  }

  /** The local side as selectors, one for each subnet. */
  public List<TrafficSelector> localSelectors() {
    return Selectors.of(local, protocol, localPorts);
  }

  /** The remote side as selectors, one for each subnet. */
  public List<TrafficSelector> remoteSelectors() {
    return Selectors.of(remote, protocol, remotePorts);
  }
}
