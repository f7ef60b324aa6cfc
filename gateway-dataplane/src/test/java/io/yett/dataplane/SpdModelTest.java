package io.yett.dataplane;

import static io.yett.dataplane.TestGateway.RED;
import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dataplane.counters.DropReason;
import io.yett.dataplane.sachannel.PolicyAction;
import io.yett.dataplane.sachannel.PolicySpec;
import io.yett.dataplane.sachannel.TrafficSelector;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The compiled SPD behind its cache says what a plain search of the policies says, for each packet
 * the first time and again (RFC 4301 section 4.4.1).
 */
class SpdModelTest {
  private static final List<PolicyAction> ACTIONS = List.of(PolicyAction.values());
  private static final int[] PROTOCOLS = {0, 1, 6, 17, 47};

  /** What the ordered list says, as the counter in which the packet must end. */
  private static final class Model {
    private final List<PolicySpec> policies;

    Model(List<PolicySpec> policies) {
      this.policies = policies;
    }

    DropReason judge(int source, int destination, int protocol, int sourcePort, int port) {
      for (PolicySpec policy : policies) {
        boolean out =
            matches(policy.localSelectors(), source, protocol, sourcePort)
                && matches(policy.remoteSelectors(), destination, protocol, port);
        boolean in =
            matches(policy.remoteSelectors(), source, protocol, sourcePort)
                && matches(policy.localSelectors(), destination, protocol, port);
        if (out || in) {
          return switch (policy.action()) {
            case BYPASS -> null;
            case DISCARD -> DropReason.POLICY_DISCARD;
            case PROTECT -> out ? DropReason.NO_OUTBOUND_SA : DropReason.CLEAR_BUT_PROTECTED;
          };
        }
      }
      return DropReason.NO_POLICY;
    }

    private static boolean matches(
        List<TrafficSelector> selectors, int address, int protocol, int port) {
      return selectors.stream()
          .anyMatch(s ->
              Integer.compareUnsigned(address, number(s.startAddress())) >= 0
                  && Integer.compareUnsigned(address, number(s.endAddress())) <= 0
                  && (s.protocol() == 0 || s.protocol() == protocol)
                  && ((s.startPort() == 0 && s.endPort() == 65_535)
                      || (s.startPort() > s.endPort() && port < 0)
                      || (port >= 0 && port >= s.startPort() && port <= s.endPort())));
    }
  }

  @Test
  void equalsAPlainSearch() {
    for (int seed = 0; seed < 15; seed++) {
      Random random = new Random(seed);
      List<PolicySpec> policies = policies(random);
      Model model = new Model(policies);
      try (TestGateway gateway = new TestGateway()) {
        gateway.policies(policies.toArray(PolicySpec[]::new));
        for (int i = 0; i < 600; i++) {
          check(gateway, model, random, seed);
        }
        gateway.assertAccounted();
        assertThat(gateway.counters().flowMisses()).isLessThan(gateway.counters().received());
      }
    }
  }

  private static void check(TestGateway gateway, Model model, Random random, int seed) {
    int source = (10 << 24) | (1 << 16) | (2 + random.nextInt(14));
    int destination = (198 << 24) | (51 << 16) | (100 << 8) | random.nextInt(16);
    int protocol = PROTOCOLS[1 + random.nextInt(4)];
    int sourcePort = random.nextInt(4);
    int port = random.nextInt(4);
    boolean fragment = random.nextInt(5) == 0;
    ByteBuffer payload = ByteBuffer.allocate(24);
    payload.putShort((short) sourcePort).putShort((short) port);
    byte[] packet =
        Frames.ipv4(
            text(source),
            text(destination),
            protocol,
            0,
            64,
            fragment ? 0x2000 : 0,
            payload.array());
    boolean ports = !fragment && (protocol == 6 || protocol == 17);
    boolean icmp = !fragment && protocol == 1;
    DropReason expected =
        model.judge(
            source,
            destination,
            protocol,
            ports || icmp ? sourcePort : -1,
            ports ? port : icmp ? sourcePort : -1);
    for (int twice = 0; twice < 2; twice++) {
      long before = expected == null ? 0 : gateway.dropped(expected);
      byte[] sent = gateway.exchange(RED, Frames.ipv4Frame(gateway.mac(RED), packet));
      assertThat(sent != null)
          .as("seed %d %s > %s %d", seed, text(source), text(destination), protocol)
          .isEqualTo(expected == null);
      if (expected != null) {
        assertThat(gateway.dropped(expected))
            .as("seed %d %s", seed, expected)
            .isEqualTo(before + 1);
      }
    }
  }

  private static List<PolicySpec> policies(Random random) {
    List<PolicySpec> policies = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      PolicyAction action = ACTIONS.get(random.nextInt(3));
      int protocol = PROTOCOLS[random.nextInt(5)];
      List<TrafficSelector> red = selectors(random, (10 << 24) | (1 << 16), protocol);
      List<TrafficSelector> far =
          selectors(random, (198 << 24) | (51 << 16) | (100 << 8), protocol);
      boolean swapped = random.nextInt(3) == 0;
      policies.add(
          new PolicySpec(
              "p" + i,
              i,
              action,
              action == PolicyAction.PROTECT ? i + 1 : 0,
              swapped ? far : red,
              swapped ? red : far));
    }
    return policies;
  }

  private static List<TrafficSelector> selectors(Random random, int base, int protocol) {
    List<TrafficSelector> selectors = new ArrayList<>();
    for (int i = 0, n = 1 + random.nextInt(3); i < n; i++) {
      int start = random.nextInt(16);
      int end = start + random.nextInt(16 - start);
      int startPort = random.nextBoolean() ? 0 : random.nextInt(4);
      int endPort = startPort == 0 && random.nextBoolean() ? 65_535 : startPort + random.nextInt(3);
      if (random.nextInt(6) == 0) { // OPAQUE
        startPort = 65_535;
        endPort = 0;
      }
      selectors.add(
          new TrafficSelector(
              protocol, startPort, endPort, address(base + start), address(base + end)));
    }
    return selectors;
  }

  private static String text(int address) {
    return address(address).getHostAddress();
  }

  private static InetAddress address(int number) {
    return TestGateway.ip(
        (number >>> 24)
            + "."
            + ((number >>> 16) & 255)
            + "."
            + ((number >>> 8) & 255)
            + "."
            + (number & 255));
  }

  private static int number(InetAddress address) {
    return ByteBuffer.wrap(address.getAddress()).getInt();
  }
}
