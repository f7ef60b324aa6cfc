package io.yett.dataplane;

import io.yett.dataplane.config.DataplaneConfig;
import io.yett.dataplane.config.ManualSaConfig;
import io.yett.dataplane.config.PolicyConfig;
import io.yett.dataplane.config.Secret;
import io.yett.dataplane.control.Completion;
import io.yett.dataplane.sachannel.CommandError;
import io.yett.dataplane.sachannel.PolicyAction;
import io.yett.dataplane.sachannel.PolicySpec;
import io.yett.dataplane.sachannel.ReqIds;
import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dataplane.sachannel.SaSpec;
import io.yett.dataplane.sachannel.TrafficSelector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Function;

/**
 * What the file puts into the SAD and the SPD by hand (RFC 4301 §4.5). Owned by the control thread.
 */
final class ManualSas {
  /** Manual pairs have reqIds from here on; the control plane stays below. */
  static final int FIRST_REQ_ID = ReqIds.FIRST_MANUAL;

  private final List<ManualSaConfig> sas;
  private final List<PolicyConfig> policies;

  /** By the name of a pair the policies that name it; most pairs are named by none. */
  private final Map<String, List<PolicyConfig>> policiesBySa = new HashMap<>();

  private final List<PolicySpec> specs = new ArrayList<>();

  ManualSas(DataplaneConfig config) {
    this.sas = config.manualSas();
    this.policies = config.policies();
    for (PolicyConfig policy : policies) {
      policiesBySa.computeIfAbsent(policy.manualSa(), name -> new ArrayList<>()).add(policy);
    }
    makePolicies();
  }

  int size() {
    return sas.size();
  }

  /** The policies of the file: those by hand, and one for each manual SA pair. */
  List<PolicySpec> policies() {
    return specs;
  }

  private void makePolicies() {
    Map<String, Integer> reqIds = new HashMap<>();
    for (int i = 0; i < sas.size(); i++) {
      reqIds.put(sas.get(i).name(), FIRST_REQ_ID + i);
    }
    for (PolicyConfig policy : policies) {
      specs.add(
          new PolicySpec(
              "policy/" + policy.name(),
              policy.order(),
              policy.action(),
              policy.action() == PolicyAction.PROTECT ? reqIds.get(policy.manualSa()) : 0,
              policy.localSelectors(),
              policy.remoteSelectors()));
    }
    for (int i = 0; i < sas.size(); i++) {
      ManualSaConfig sa = sas.get(i);
      specs.add(
          new PolicySpec(
              "manual/" + sa.name(),
              sa.order(),
              PolicyAction.PROTECT,
              FIRST_REQ_ID + i,
              sa.localSelectors(),
              sa.remoteSelectors()));
    }
  }

  /** Reads the keys, hands them to the engine, and wipes them: all SAs go in force, or none. */
  void install(Pipeline engine, Completion completion) {
    engine.installTogether(
        new Specs(),
        (error, text) ->
            completion.done(error, error == CommandError.NONE ? "" : "manual SA of " + text));
  }

  /** Both SAs of one pair after the other, each made when its turn comes. */
  private final class Specs implements Iterator<SaSpec> {
    private int next;

    /** Those of the pair at hand; the two SAs and the pair's policy share them. */
    private List<TrafficSelector> local;

    private List<TrafficSelector> remote;

    @Override
    public boolean hasNext() {
      return next < 2 * sas.size();
    }

    @Override
    public SaSpec next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      int pair = next >> 1;
      ManualSaConfig sa = sas.get(pair);
      PolicySpec own = specs.get(policies.size() + pair);
      if ((next & 1) == 0) {
        local = selectors(sa, own.localSelectors(), PolicyConfig::localSelectors);
        remote = selectors(sa, own.remoteSelectors(), PolicyConfig::remoteSelectors);
      }
      return (next++ & 1) == 0
          ? spec(sa, SaDirection.INBOUND, sa.inbound(), own, local, remote)
          : spec(sa, SaDirection.OUTBOUND, sa.outbound(), own, local, remote);
    }
  }

  private static SaSpec spec(
      ManualSaConfig sa,
      SaDirection direction,
      ManualSaConfig.Half half,
      PolicySpec own,
      List<TrafficSelector> local,
      List<TrafficSelector> remote) {
    try (Secret key = half.key().readHex(sa.keyMaterialLength())) {
      half.key().wipe();
      return new SaSpec(
          direction,
          half.spi(),
          own.reqId(),
          own.name(),
          sa.encryption(),
          sa.integrity(),
          key.octets(),
          sa.localAddress(),
          sa.remoteAddress(),
          sa.udpEncapsulation().orElse(null),
          sa.esn(),
          sa.replayWindow(),
          sa.lifetime(),
          local,
          remote,
          sa.dfPolicy(),
          sa.mssClamping(),
          sa.encapsulation());
    }
  }

  /** The SA allows what its own policy selects, and what policies that name it select. */
  private List<TrafficSelector> selectors(
      ManualSaConfig sa,
      List<TrafficSelector> own,
      Function<PolicyConfig, List<TrafficSelector>> side) {
    List<PolicyConfig> others = policiesBySa.get(sa.name());
    if (others == null) {
      return own;
    }
    List<TrafficSelector> all = new ArrayList<>(own);
    others.forEach(policy -> all.addAll(side.apply(policy)));
    return all;
  }
}
