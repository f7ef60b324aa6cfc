package io.yett.perf.lane;

import io.yett.dataplane.Pipeline;
import io.yett.dataplane.control.Completion;
import io.yett.dataplane.sachannel.CommandError;
import io.yett.dataplane.sachannel.PolicyAction;
import io.yett.dataplane.sachannel.PolicySpec;
import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dataplane.sachannel.SaLifetime;
import io.yett.dataplane.sachannel.SaSpec;
import io.yett.dataplane.sachannel.TrafficSelector;
import io.yett.dataplane.sachannel.UdpEncapsulation;
import io.yett.perf.scenario.Algorithm;
import io.yett.perf.scenario.Protection;
import io.yett.perf.scenario.Scenario;
import io.yett.perf.traffic.AddressPlan;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Installs a scenario's policies and SAs, as the control plane would, with lifetimes that a
 * benchmark does not reach.
 */
final class TunnelSetup {
  private static final SaLifetime LIFETIME =
      new SaLifetime(1L << 58, 1L << 60, 100_000, 1L << 59, 1L << 61, 200_000);

  private static final int PROTOCOL_UDP = 17;

  private final Pipeline pipeline;
  private final Scenario scenario;
  private final Protection protection;

  TunnelSetup(Pipeline pipeline, Scenario scenario) {
    this.pipeline = pipeline;
    this.scenario = scenario;
    this.protection = scenario.protection();
  }

  void install() {
    pipeline.updatePolicies(policies(), expectSuccess("policies"));
    for (int tunnel = 0; tunnel < protection.tunnels(); tunnel++) {
      if (scenario.traffic().direction().encrypts()) {
        int spi = AddressPlan.outboundSpi(tunnel);
        pipeline.installSa(sa(SaDirection.OUTBOUND, spi, tunnel), expectSuccess("SA"));
        pipeline.activateOutbound(reqId(tunnel), spi, expectSuccess("SA"));
      }
      if (scenario.traffic().direction().decrypts()) {
        int spi = AddressPlan.inboundSpi(tunnel);
        pipeline.installSa(sa(SaDirection.INBOUND, spi, tunnel), expectSuccess("SA"));
      }
    }
  }

  private List<PolicySpec> policies() {
    List<PolicySpec> policies = new ArrayList<>();
    if (protection.policies() > 1) {
      for (int i = 0; i < protection.policies(); i++) {
        int network = AddressPlan.policyNetwork(i, protection.policies());
        int prefix = AddressPlan.policyPrefix(protection.policies());
        policies.add(policy(i, 0, udp(network, prefix, AddressPlan.policyHasPorts(i))));
      }
    } else {
      for (int i = 0; i < protection.tunnels(); i++) {
        policies.add(policy(i, i, tunnelNetwork(i)));
      }
    }
    return policies;
  }

  private static PolicySpec policy(int number, int tunnel, TrafficSelector remote) {
    return new PolicySpec(
        "p" + number,
        number,
        PolicyAction.PROTECT,
        reqId(tunnel),
        List.of(redNetwork()),
        List.of(remote));
  }

  private SaSpec sa(SaDirection direction, int spi, int tunnel) {
    Algorithm algorithm = protection.algorithm();
    int keyOctets = algorithm.keyLength() + algorithm.authKeyLength() + algorithm.saltLength();
    return new SaSpec(
        direction,
        spi,
        reqId(tunnel),
        "t" + tunnel,
        LaneAlgorithms.encryption(algorithm),
        LaneAlgorithms.integrity(algorithm),
        AddressPlan.key(spi, keyOctets),
        address(AddressPlan.BLACK_GATEWAY),
        address(AddressPlan.peer(tunnel)),
        protection.udp()
            ? new UdpEncapsulation(
                AddressPlan.NAT_TRAVERSAL_PORT, AddressPlan.NAT_TRAVERSAL_PORT, 0)
            : null,
        protection.esn(),
        direction == SaDirection.INBOUND ? protection.replayWindow() : 0,
        LIFETIME,
        List.of(redNetwork()),
        List.of(tunnelNetwork(tunnel)));
  }

  private static int reqId(int tunnel) {
    return tunnel + 1;
  }

  private static TrafficSelector redNetwork() {
    return range(AddressPlan.RED_NETWORK, AddressPlan.RED_PREFIX);
  }

  private TrafficSelector tunnelNetwork(int tunnel) {
    int tunnels = protection.tunnels();
    return range(AddressPlan.tunnelNetwork(tunnel, tunnels), AddressPlan.tunnelPrefix(tunnels));
  }

  private static TrafficSelector range(int network, int prefix) {
    return TrafficSelector.ofRange(address(network), address(last(network, prefix)));
  }

  private static TrafficSelector udp(int network, int prefix, boolean hasPorts) {
    return new TrafficSelector(
        PROTOCOL_UDP,
        hasPorts ? AddressPlan.POLICY_FIRST_PORT : 0,
        hasPorts ? AddressPlan.POLICY_LAST_PORT : 65_535,
        address(network),
        address(last(network, prefix)));
  }

  private static int last(int network, int prefix) {
    return network | (int) (0xFFFF_FFFFL >>> prefix);
  }

  static InetAddress address(int hostOrder) {
    try {
      return InetAddress.getByAddress(ByteBuffer.allocate(4).putInt(hostOrder).array());
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four octets are an address", e);
    }
  }

  private static Completion expectSuccess(String what) {
    return (error, text) -> {
      if (error != CommandError.NONE) {
        throw new IllegalStateException(what + " refused: " + error + ", " + text);
      }
    };
  }
}
