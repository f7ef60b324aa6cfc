package io.yett.perf.scenario;

import java.util.ArrayList;
import java.util.List;

/**
 * By the number of cores: lanes with flows of their own ({@code lanes-2}), and cores that share one
 * SA ({@code pipelined-cbc-1400-2}, beside one core that does it alone, {@code
 * pipelined-cbc-1400-1}); and both directions on one core.
 */
final class Cores {
  private static final int MOST = 2;

  private Cores() {}

  static List<Scenario> all() {
    List<Scenario> all = new ArrayList<>();
    for (int cores = 1; cores <= MOST; cores++) {
      all.add(
          new ScenarioBuilder("lanes-" + cores, "lanes", cores)
              .shape(new Shape(Shape.Kind.FUSED, cores))
              .systems(SystemName.YETT, SystemName.IPSEC_SECGW)
              .standard(true)
              .build());
    }
    pipelined(all, "pipelined-gcm-1400", Algorithm.AES_128_GCM);
    pipelined(all, "pipelined-cbc-1400", Algorithm.AES_128_CBC_HMAC_SHA256);
    for (Mix mix : List.of(Mix.of(64), Mix.of(1400))) {
      all.add(
          new ScenarioBuilder("bidirectional-" + mix.label(), "bidirectional", mix.meanFrameSize())
              .direction(Direction.BOTH)
              .withoutEsn()
              .mix(mix)
              .systems(SystemName.YETT, SystemName.IPSEC_SECGW)
              .build());
    }
    return all;
  }

  private static void pipelined(List<Scenario> all, String group, Algorithm algorithm) {
    for (int cores = 1; cores <= MOST; cores++) {
      Shape.Kind kind = cores == 1 ? Shape.Kind.FUSED : Shape.Kind.PIPELINED;
      all.add(
          new ScenarioBuilder(group + "-" + cores, group, cores)
              .algorithm(algorithm)
              .mix(Mix.of(1400))
              .shape(new Shape(kind, cores))
              .systems(SystemName.YETT)
              .standard(true)
              .build());
    }
  }
}
