package io.yett.dataplane.config;

import io.yett.dataplane.sachannel.PolicyAction;
import java.util.List;

/** Makes SPD entries by hand. */
final class PolicyMapper {
  private static final int ICMP = 1;
  private static final int TCP = 6;
  private static final int MAX_CODE = 255;
  private static final String OPAQUE = "opaque";
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
    boolean icmp = policy.has("icmp-types") || policy.has("icmp-codes");
    PortRange types = icmp ? icmp(policy, protocol) : null;
    PortRange localPorts = icmp ? types : ports(policy, "local-ports", protocol);
    PortRange remotePorts = icmp ? types : ports(policy, "remote-ports", protocol);
    List<Subnet> local = Values.subnets(policy, "local");
    List<Subnet> remote = Values.subnets(policy, "remote");
    if (!Values.allPresent(local, remote)) {
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

  /** Types and codes stand for both ports (RFC 4301 section 4.4.1.1). */
  private static PortRange icmp(Section policy, int protocol) {
    if (protocol != ICMP) {
      policy.error(
          policy.has("icmp-types") ? "icmp-types" : "icmp-codes",
          "only icmp has types; this protocol is " + policy.text("protocol"));
      return PortRange.ANY;
    }
    PortRange types = octets(policy, "icmp-types");
    PortRange codes = octets(policy, "icmp-codes");
    if (policy.has("icmp-codes") && types.first() != types.last()) {
      policy.error("icmp-codes", "codes are of one type; write a policy for each");
      return PortRange.ANY;
    }
    return new PortRange(types.first() << 8 | codes.first(), types.last() << 8 | codes.last());
  }

  private static PortRange octets(Section policy, String key) {
    PortRange all = new PortRange(0, MAX_CODE);
    if (!policy.has(key)) {
      return all;
    }
    try {
      PortRange range = Values.portRange(policy.text(key));
      if (range.last() <= MAX_CODE) {
        return range;
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    policy.error(
        key, "found '" + policy.text(key) + "', allowed: 0 to 255, or a range such as 3-5");
    return all;
  }

  private static PortRange ports(Section policy, String key, int protocol) {
    if (!policy.has(key)) {
      return PortRange.ANY;
    }
    if (policy.text(key).equals(OPAQUE)) {
      return PortRange.OPAQUE; // whatever the protocol
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
