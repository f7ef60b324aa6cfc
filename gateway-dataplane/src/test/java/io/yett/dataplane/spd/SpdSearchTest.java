package io.yett.dataplane.spd;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.yett.dataplane.sachannel.PolicyAction;
import io.yett.dataplane.sachannel.PolicySpec;
import io.yett.dataplane.sachannel.TrafficSelector;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The trees find the policy, and the direction, that a plain search of the list finds. */
class SpdSearchTest {
  private static final int[] SIZES = {1, 2, 3, 5, 12, 40, 130, 600};
  private static final int ROUNDS = 3;
  private static final int PACKETS = 2_000;

  @ParameterizedTest
  @EnumSource(PolicyShape.class)
  void equalsAPlainSearch(PolicyShape shape) {
    int matches = 0;
    for (int size : SIZES) {
      for (int seed = 0; seed < ROUNDS; seed++) {
        Random random = new Random(31L * size + seed);
        List<PolicySpec> policies = shape.policies(size, random);
        matches += compare(policies, random, shape + " of " + size + ", seed " + seed);
      }
    }
    assertThat(matches).isGreaterThan(SIZES.length * ROUNDS * PACKETS / 4);
  }

  /** The order of the list decides, not how policies were made: shuffled, they are other sets. */
  @ParameterizedTest
  @EnumSource(PolicyShape.class)
  void equalsAPlainSearchInAnyOrder(PolicyShape shape) {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      List<PolicySpec> policies = shape.policies(200, random);
      policies.addAll(PolicyShape.CROWDED.policies(60, random));
      java.util.Collections.shuffle(policies, random);
      compare(numbered(policies), random, shape + " shuffled, seed " + seed);
    }
  }

  private static int compare(List<PolicySpec> policies, Random random, String what) {
    Spd spd = new Spd(policies);
    PlainSearch plain = new PlainSearch(policies);
    int matches = 0;
    for (int i = 0; i < PACKETS; i++) {
      Tuple tuple =
          switch (random.nextInt(8)) {
            case 0 -> Tuple.random(random);
            case 1, 2, 3 -> Tuple.inside(policies, random);
            default -> Tuple.atEdges(policies, random);
          };
      int expected = plain.find(tuple);
      matches += expected == PlainSearch.NONE ? 0 : 1;
      if (find(spd, tuple) != expected) {
        assertThat(find(spd, tuple)).as("%s: %s", what, tuple).isEqualTo(expected);
      }
      int outbound = plain.findOutbound(tuple);
      if (findOutbound(spd, tuple) != outbound) {
        assertThat(findOutbound(spd, tuple)).as("out %s: %s", what, tuple).isEqualTo(outbound);
      }
    }
    return matches;
  }

  @Test
  void findsNothingInNothing() {
    Spd spd = new Spd(List.of());
    Random random = new Random(1);
    for (int i = 0; i < 100; i++) {
      Tuple tuple = Tuple.random(random);
      assertThat(find(spd, tuple)).isEqualTo(PlainSearch.NONE);
      assertThat(findOutbound(spd, tuple)).isEqualTo(PlainSearch.NONE);
    }
  }

  @Test
  void findsTheFirstOfDuplicates() {
    Random random = new Random(2);
    List<PolicySpec> policies = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      policies.addAll(PolicyShape.BRANCHES.policies(10, new Random(3)));
      policies.addAll(PolicyShape.CROWDED.policies(10, new Random(4)));
    }
    compare(numbered(policies), random, "duplicates");
  }

  @Test
  void servesManySelectors() {
    Random random = new Random(5);
    List<PolicySpec> policies = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      List<TrafficSelector> local = new ArrayList<>();
      List<TrafficSelector> remote = new ArrayList<>();
      for (int j = 0; j < 64; j++) {
        local.add(PolicyShape.net(0x0A000000 | random.nextInt(1 << 16) << 8, 24));
        int protocol = random.nextBoolean() ? 6 : 17;
        TrafficSelector net = PolicyShape.net(0x0A000000 | random.nextInt(1 << 16) << 8, 22);
        remote.add(PolicyShape.port(net, protocol, random.nextInt(4)));
      }
      policies.add(new PolicySpec("p", 0, PolicyAction.PROTECT, 1, local, remote));
    }
    compare(numbered(policies), random, "64 selectors a side");
  }

  /** No packet has both protocols. */
  @Test
  void neverMatchesSidesOfDifferentProtocols() {
    List<PolicySpec> policies = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      TrafficSelector net = PolicyShape.net(0x0A000000 + i % 8, 32);
      policies.add(
          new PolicySpec(
              "p",
              0,
              PolicyAction.PROTECT,
              1,
              List.of(PolicyShape.port(net, 6, i)),
              List.of(PolicyShape.port(net, 17, i))));
    }
    assertThat(compare(numbered(policies), new Random(6), "no packets")).isZero();
  }

  @Test
  void isExactWhereTheBoundsAreReached() {
    Random random = new Random(7);
    List<PolicySpec> policies = PolicyShape.BOXES.policies(1_500, random);
    RankedPolicies ranked = new RankedPolicies(policies);
    PolicyTreeBuilder built =
        new PolicyTreeBuilder(ranked, PolicyGroups.of(ranked, policies.size()));
    assertThat(
            built.visits() > PolicyTreeBuilder.maxVisits(ranked.selectors())
                || built.entries() > PolicyTreeBuilder.maxEntries(policies.size()) * 9 / 10)
        .isTrue();
    compare(policies, random, "bounded");
  }

  @Test
  void searchesWithoutAllocation() {
    Random random = new Random(8);
    List<PolicySpec> policies = PolicyShape.CROSSED.policies(300, random);
    policies.addAll(PolicyShape.BOXES.policies(100, random));
    Spd spd = new Spd(numbered(policies));
    Tuple tuple = Tuple.inside(policies, random);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    search(spd, tuple, 10);
    threads.getCurrentThreadAllocatedBytes();
    long before = threads.getCurrentThreadAllocatedBytes();
    search(spd, tuple, 10_000);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1_000);
  }

  private static void search(Spd spd, Tuple tuple, int times) {
    for (int i = 0; i < times; i++) {
      spd.find(
          tuple.source() + i, tuple.destination() + i, tuple.protocol(), i, tuple.sourcePort());
      spd.findOutbound(
          tuple.source() + i, tuple.destination() + i, tuple.protocol(), i, tuple.sourcePort());
    }
  }

  private static List<PolicySpec> numbered(List<PolicySpec> policies) {
    PolicyShape.Adder adder = new PolicyShape.Adder();
    policies.forEach(policy -> adder.add(policy.localSelectors(), policy.remoteSelectors()));
    return adder.policies();
  }

  private static int find(Spd spd, Tuple tuple) {
    return index(
        spd.find(
            tuple.source(),
            tuple.destination(),
            tuple.protocol(),
            tuple.sourcePort(),
            tuple.destinationPort()));
  }

  private static int findOutbound(Spd spd, Tuple tuple) {
    return index(
        spd.findOutbound(
            tuple.source(),
            tuple.destination(),
            tuple.protocol(),
            tuple.sourcePort(),
            tuple.destinationPort()));
  }

  private static int index(long match) {
    return match == Spd.NO_MATCH
        ? PlainSearch.NONE
        : 2 * (Spd.reqId(match) - 1) + (Spd.isInbound(match) ? 1 : 0);
  }
}
