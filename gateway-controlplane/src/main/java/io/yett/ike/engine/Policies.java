package io.yett.ike.engine;

import io.yett.dataplane.sachannel.PolicyAction;
import io.yett.dataplane.sachannel.PolicySpec;
import io.yett.dataplane.sachannel.TrafficSelector;
import io.yett.ike.exchange.Commands;
import io.yett.ike.exchange.Services;
import io.yett.ike.pad.Child;
import io.yett.ike.sa.ChildSa;
import java.util.List;

/**
 * The SPD entries of children: as configured from the start, so that nothing leaves in clear; as
 * negotiated while a narrower Child SA serves.
 */
final class Policies {
  private final Services s;

  Policies(Services services) {
    this.s = services;
  }

  /** Puts the entry of the configuration. */
  void put(Peer peer, Demand demand) {
    put(peer, demand, demand.child().local(), demand.child().remote());
  }

  /** Puts the entry of a Child SA, if its selectors are not those that stand. */
  void narrow(Peer peer, Demand demand, ChildSa child) {
    put(peer, demand, child.local(), child.remote());
  }

  /** Removes the entry. */
  void remove(Demand demand) {
    if (demand.policy() != null) {
      s.commands().removePolicy(demand.policy().name());
      demand.policy(null);
    }
  }

  private void put(
      Peer peer, Demand demand, List<TrafficSelector> local, List<TrafficSelector> remote) {
    Child child = demand.child();
    PolicySpec policy =
        new PolicySpec(
            peer.connection().name() + "/" + child.name(),
            child.policyOrder(),
            PolicyAction.PROTECT,
            demand.reqId(),
            local,
            remote);
    if (!policy.equals(demand.policy())) {
      demand.policy(policy);
      s.commands().putPolicy(policy, Commands.IGNORE);
    }
  }
}
