package io.yett.dataplane;

import io.yett.dataplane.config.ConfigException;
import io.yett.dataplane.config.DataplaneConfig;
import io.yett.dataplane.config.ManualSaConfig;
import io.yett.dataplane.config.PolicyConfig;
import io.yett.dataplane.config.Secret;
import io.yett.dataplane.control.Completion;
import io.yett.dataplane.control.PacketEngine;
import io.yett.dataplane.sachannel.CommandError;
import io.yett.dataplane.sachannel.PolicyAction;
import io.yett.dataplane.sachannel.PolicySpec;
import io.yett.dataplane.sachannel.ReqIds;
import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dataplane.sachannel.SaSpec;
import io.yett.dataplane.sachannel.TrafficSelector;
import java.util.ArrayList;
import java.util.List;

/**
 * What the file puts into the SAD and the SPD by hand (RFC 4301 §4.5). Owned by the control thread.
 */
final class ManualSas {
  /** Manual pairs have reqIds from here on; the control plane stays below. */
  static final int FIRST_REQ_ID = ReqIds.FIRST_MANUAL;

  private final List<ManualSaConfig> sas;
  private final List<PolicyConfig> policies;

  ManualSas(DataplaneConfig config) {
    this.sas = config.manualSas();
    this.policies = config.policies();
  }

  int size() {
    return sas.size();
  }

  /** The policies of the file: those by hand, and one for each manual SA pair. */
  List<PolicySpec> policies() {
    List<PolicySpec> specs = new ArrayList<>();
    for (PolicyConfig policy : policies) {
      specs.add(
          new PolicySpec(
              "policy/" + policy.name(),
              policy.order(),
              policy.action(),
              policy.action() == PolicyAction.PROTECT ? reqIdOf(policy.manualSa()) : 0,
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
    return specs;
  }

  /** Reads the keys, hands them to the engine, and wipes them. */
  void install(PacketEngine engine, Completion completion) {
    for (int i = 0; i < sas.size(); i++) {
      ManualSaConfig sa = sas.get(i);
      int reqId = FIRST_REQ_ID + i;
      install(engine, spec(sa, SaDirection.INBOUND, sa.inbound(), reqId), completion);
      install(engine, spec(sa, SaDirection.OUTBOUND, sa.outbound(), reqId), completion);
      engine.activateOutbound(reqId, sa.outbound().spi(), named(sa.name(), completion));
    }
  }

  /** Completions that {@link #install} will call. */
  int completions() {
    return 3 * sas.size();
  }

  private static void install(PacketEngine engine, SaSpec spec, Completion completion) {
    try {
      engine.installSa(spec, named(spec.name(), completion));
    } finally {
      spec.wipe();
    }
  }

  private static Completion named(String name, Completion completion) {
    return (error, text) ->
        completion.done(error, error == CommandError.NONE ? "" : "manual SA " + name + ": " + text);
  }

  private SaSpec spec(
      ManualSaConfig sa, SaDirection direction, ManualSaConfig.Half half, int reqId) {
    try (Secret key = half.key().readHex(sa.keyMaterialLength())) {
      half.key().wipe();
      return new SaSpec(
          direction,
          half.spi(),
          reqId,
          "manual/" + sa.name(),
          sa.encryption(),
          sa.integrity(),
          key.octets(),
          sa.localAddress(),
          sa.remoteAddress(),
          sa.udpEncapsulation().orElse(null),
          sa.esn(),
          sa.replayWindow(),
          sa.lifetime(),
          selectors(sa, true),
          selectors(sa, false),
          sa.dfPolicy(),
          sa.mssClamping(),
          sa.encapsulation());
    }
  }

  /**
   * The SA allows what its own policy selects, and what policies that name it select.
   *
   * @param local the local side, otherwise the remote one
   */
  private List<TrafficSelector> selectors(ManualSaConfig sa, boolean local) {
    List<TrafficSelector> selectors =
        new ArrayList<>(local ? sa.localSelectors() : sa.remoteSelectors());
    for (PolicyConfig policy : policies) {
      if (policy.manualSa().equals(sa.name())) {
        selectors.addAll(local ? policy.localSelectors() : policy.remoteSelectors());
      }
    }
    return selectors;
  }

  private int reqIdOf(String name) {
    for (int i = 0; i < sas.size(); i++) {
      if (sas.get(i).name().equals(name)) {
        return FIRST_REQ_ID + i;
      }
    }
    throw new ConfigException("no manual SA has the name '" + name + "'");
  }
}
