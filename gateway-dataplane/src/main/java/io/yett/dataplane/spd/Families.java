package io.yett.dataplane.spd;

import io.yett.dataplane.sachannel.PolicySpec;
import io.yett.dataplane.sachannel.TrafficSelector;
import java.util.ArrayList;
import java.util.List;

/**
 * Parts selectors and policies by address family. A packet has one family, so a policy with
 * selectors of both is two policies at one place: each is searched as if the other were not there.
 */
final class Families {
  private static final int IPV4_OCTETS = 4;

  private Families() {}

  /** Those of IPv4. */
  static List<TrafficSelector> ipv4(List<TrafficSelector> selectors) {
    return selectors.stream().filter(Families::isIpv4).toList();
  }

  /** Those of IPv6. */
  static List<TrafficSelector> ipv6(List<TrafficSelector> selectors) {
    return selectors.stream().filter(s -> !isIpv4(s)).toList();
  }

  private static boolean isIpv4(TrafficSelector selector) {
    return selector.startAddress().getAddress().length == IPV4_OCTETS;
  }

  /** What policies say of IPv4, in the same order; those that say nothing of it are left out. */
  static List<PolicySpec> ofIpv4(List<PolicySpec> policies) {
    return narrowed(policies, true);
  }

  /** What policies say of IPv6, in the same order; those that say nothing of it are left out. */
  static List<PolicySpec> ofIpv6(List<PolicySpec> policies) {
    return narrowed(policies, false);
  }

  private static List<PolicySpec> narrowed(List<PolicySpec> policies, boolean ipv4) {
    List<PolicySpec> narrowed = new ArrayList<>();
    for (PolicySpec policy : policies) {
      List<TrafficSelector> local =
          ipv4 ? ipv4(policy.localSelectors()) : ipv6(policy.localSelectors());
      List<TrafficSelector> remote =
          ipv4 ? ipv4(policy.remoteSelectors()) : ipv6(policy.remoteSelectors());
      if (!local.isEmpty() && !remote.isEmpty()) {
        boolean whole =
            local.size() == policy.localSelectors().size()
                && remote.size() == policy.remoteSelectors().size();
        narrowed.add(
            whole
                ? policy
                : new PolicySpec(
                    policy.name(), policy.order(), policy.action(), policy.reqId(), local, remote));
      }
    }
    return narrowed;
  }
}
