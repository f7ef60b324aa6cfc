package io.yett.dataplane.config;

import io.yett.dataplane.sachannel.PolicyAction;
import java.util.List;

/** Makes SPD entries by hand. */
final class PolicyMapper {
  private static final int TCP = 6;
  private static final int UDP = 17;

  private final Names names = new Names("name");
  private final ManualSaMapper manualSas;

  PolicyMapper(ManualSaMapper manualSas) {
    this.manualSas = manualSas;
  }

  PolicyConfig map(Section policy) {
    names.claim(policy, "name", policy.text("name"));
    PolicyAction action = policy.choice("action", PolicyAction.class);
    checkSa(policy, action);
    int protocol = Values.protocol(policy.text("protocol"));
    PortRange localPorts = ports(policy, "local-ports", protocol);
    PortRange remotePorts = ports(policy, "remote-ports", protocol);
    List<Subnet> local = Values.subnets(policy, "local");
    List<Subnet> remote = Values.subnets(policy, "remote");
    if (!Values.allPresent(local, remote)
        || !Values.haveOneFamily(policy, "remote", local, remote)) {
      return null;
    }
    return new PolicyConfig(
        policy.text("name"),
        policy.integer("order"),
        action,
        policy.optionalText("sa").orElse(""),
        local,
        remote,
        protocol,
        localPorts,
        remotePorts);
  }

  private void checkSa(Section policy, PolicyAction action) {
    boolean named = policy.has("sa");
    if (action != PolicyAction.PROTECT) {
      if (named) {
        policy.error("sa", "only protect has an SA; this action is " + policy.text("action"));
      }
    } else if (!named) {
      policy.error("action", "protect needs the key 'sa': the name of a manual SA pair");
    } else if (!manualSas.has(policy.text("sa"))) {
      policy.error("sa", "no manual SA has the name '" + policy.text("sa") + "'");
    }
  }

  private static PortRange ports(Section policy, String key, int protocol) {
    if (!policy.has(key)) {
      return PortRange.ANY;
    }
    if (protocol != TCP && protocol != UDP) {
      policy.error(key, "only tcp and udp have ports; this protocol is " + policy.text("protocol"));
    }
    try {
      return Values.portRange(policy.text(key));
    } catch (IllegalArgumentException e) {
      policy.error(
          key, "found '" + policy.text(key) + "', allowed: a port or a range such as 161-162");
      return PortRange.ANY;
    }
  }
}
