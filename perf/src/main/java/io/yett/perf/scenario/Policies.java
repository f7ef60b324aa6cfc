package io.yett.perf.scenario;

import java.util.ArrayList;
import java.util.List;

/** By the number of policies, 64 octets: {@code policies-10000}, {@code new-flows-10000}. */
final class Policies {
  private static final List<Integer> COUNTS = List.of(1, 10, 100, 1000, 10_000);

  /** Four times the flow cache, so that a flow is gone before it comes again. */
  private static final int NEW_FLOWS = 1 << 18;

  private Policies() {}

  static List<Scenario> all() {
    List<Scenario> all = new ArrayList<>();
    for (int count : COUNTS) {
      all.add(
          new ScenarioBuilder("policies-" + count, "policies", count)
              .policies(count)
              .systems(SystemName.YETT, SystemName.IPSEC_SECGW)
              .standard(count == 1 || count == 10_000)
              .build());
    }
    for (int count : List.of(1, 10_000)) {
      all.add(
          new ScenarioBuilder("new-flows-" + count, "new-flows", count)
              .policies(count)
              .pattern(Traffic.Pattern.NEW_FLOWS, NEW_FLOWS)
              .systems(SystemName.YETT)
              .standard(count > 1)
              .build());
    }
    return all;
  }
}
