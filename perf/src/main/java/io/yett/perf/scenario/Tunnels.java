package io.yett.perf.scenario;

import java.util.ArrayList;
import java.util.List;

/** By the number of tunnels, 64 octets: {@code tunnels-1000}, {@code tunnels-zipf-100000}. */
final class Tunnels {
  private static final List<Integer> COUNTS = List.of(1, 10, 100, 1000, 10_000, 100_000);

  /**
   * The same for all, so that net_pcap reads as much memory for one tunnel as for the most; and a
   * multiple of each count.
   */
  private static final int FRAMES = 100_000;

  private Tunnels() {}

  static List<Scenario> all() {
    List<Scenario> all = new ArrayList<>();
    for (int count : COUNTS) {
      all.add(
          of("tunnels-" + count, count)
              .pattern(Traffic.Pattern.ROUND_ROBIN, FRAMES)
              .standard(count == 1 || count >= 1000)
              .build());
    }
    int most = COUNTS.getLast();
    all.add(
        of("tunnels-zipf-" + most, most)
            .pattern(Traffic.Pattern.ZIPF, FRAMES)
            .standard(true)
            .build());
    return all;
  }

  private static ScenarioBuilder of(String name, int count) {
    return new ScenarioBuilder(name, "tunnels", count)
        .tunnels(count)
        .systems(SystemName.YETT, SystemName.IPSEC_SECGW, SystemName.IO_LIMIT);
  }
}
