package io.yett.dataplane.spd;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dataplane.sachannel.PolicySpec;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How deep, how large and how soon built the trees are, counted rather than timed. */
class PolicyTreeBoundsTest {
  private static final int RECORD = 128;

  @ParameterizedTest
  @EnumSource(
      value = PolicyShape.class,
      names = {
        "SITES",
        "BRANCHES",
        "HOSTS",
        "CROSSED",
        "SERVICES",
        "SELECTORS",
        "OVERLAPPING",
        "PORTS",
        "STRIPES"
      })
  void staysShallowAndSmall(PolicyShape shape) {
    List<PolicySpec> policies = shape.policies(10_000, new Random(1));
    PolicyTreeBuilder built = build(policies);
    assertThat(built.roots()).isLessThanOrEqualTo(2);
    for (int root = 0; root < built.roots(); root++) {
      assertThat(depth(built, root)).as("depth").isLessThanOrEqualTo(28);
    }
    assertThat(longestLeaf(built)).as("policies of a leaf").isLessThanOrEqualTo(3);
    assertThat(built.entries()).as("entries").isLessThan(7L * policies.size());
    assertThat(built.visits()).as("visits").isLessThan(36L * selectors(policies));
    assertThat(new Spd(policies).bytes()).isLessThan(180L * policies.size());
  }

  @ParameterizedTest
  @EnumSource(PolicyShape.class)
  void keepsItsBounds(PolicyShape shape) {
    for (int size : new int[] {30, 2_500}) {
      List<PolicySpec> policies = shape.policies(size, new Random(2));
      PolicyTreeBuilder built = build(policies);
      long maxEntries = PolicyTreeBuilder.maxEntries(policies.size());
      assertThat(built.entries()).isLessThanOrEqualTo(maxEntries);
      assertThat((long) built.nodes()).isLessThan(2 * maxEntries);
      assertThat(built.visits())
          .isLessThanOrEqualTo(PolicyTreeBuilder.maxVisits(selectors(policies)));
      assertThat(new Spd(policies).bytes())
          .isLessThan(
              (PolicyTree.PAIR + PolicyTree.ENTRY) * maxEntries
                  + (long) RECORD * policies.size()
                  + RECORD);
      for (int root = 0; root < built.roots(); root++) {
        assertThat(depth(built, root)).isLessThanOrEqualTo(60);
      }
    }
  }

  private static PolicyTreeBuilder build(List<PolicySpec> policies) {
    RankedPolicies ranked = new RankedPolicies(policies);
    return new PolicyTreeBuilder(ranked, PolicyGroups.of(ranked, ranked.firstOfAll()));
  }

  private static int selectors(List<PolicySpec> policies) {
    return policies.stream()
        .mapToInt(policy -> policy.localSelectors().size() + policy.remoteSelectors().size())
        .sum();
  }

  /** Cuts on the longest way down. */
  static int depth(PolicyTreeBuilder built, int node) {
    return built.isLeaf(node)
        ? 0
        : 1 + Math.max(depth(built, built.child(node)), depth(built, built.child(node) + 1));
  }

  private static int longestLeaf(PolicyTreeBuilder built) {
    int longest = 0;
    for (int node = 0; node < built.nodes(); node++) {
      longest = Math.max(longest, built.isLeaf(node) ? built.policies(node).length : 0);
    }
    return longest;
  }
}
