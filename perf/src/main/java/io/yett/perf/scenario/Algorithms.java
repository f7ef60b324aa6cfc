package io.yett.perf.scenario;

import java.util.ArrayList;
import java.util.List;

/** The other algorithms, and ESP in UDP, on small and on large frames. */
final class Algorithms {
  private static final List<Mix> MIXES = List.of(Mix.of(64), Mix.of(1400));

  private Algorithms() {}

  static List<Scenario> all() {
    List<Scenario> all = new ArrayList<>();
    for (Algorithm algorithm : Algorithm.values()) {
      if (algorithm != Algorithm.AES_128_GCM) {
        MIXES.forEach(
            mix -> all.add(outbound(algorithm.label(), mix).algorithm(algorithm).build()));
      }
    }
    // ipsec-secgw encapsulates in UDP only where the hardware does all of ESP.
    for (Mix mix : MIXES) {
      all.add(
          outbound("udp-encap", mix)
              .udp()
              .systems(
                  SystemName.YETT, SystemName.IO_LIMIT, SystemName.CRYPTO_LIMIT, SystemName.FLOOR)
              .build());
    }
    return all;
  }

  private static ScenarioBuilder outbound(String name, Mix mix) {
    return new ScenarioBuilder(name + "-" + mix.label(), name, mix.meanFrameSize()).mix(mix);
  }
}
