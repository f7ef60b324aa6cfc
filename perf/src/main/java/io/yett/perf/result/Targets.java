package io.yett.perf.result;

import io.yett.perf.scenario.SystemName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All targets. */
public final class Targets {
  private static final List<String> SMALL = List.of("64", "imix", "512");
  private static final String LARGE = "1400";
  private static final List<Integer> TUNNELS = List.of(1000, 10_000, 100_000);

  private Targets() {}

  /** In the order of the report. */
  public static List<Target> all() {
    List<Target> all = new ArrayList<>();
    SMALL.forEach(size -> encrypt(all, size, 1.5, 0.80));
    encrypt(all, LARGE, 1.35, 0.88);
    SMALL.forEach(size -> decrypt(all, size, 1.4, 0.75));
    decrypt(all, LARGE, 1.3, 0.85);
    tunnels(all);
    all.add(Target.against("policies-10000", "policies-1", 0.95));
    all.add(Target.rate("new-flows-10000", 1.0));
    all.add(Target.against("lanes-2", "lanes-1", 1.9));
    all.add(Target.against("pipelined-cbc-1400-2", "pipelined-cbc-1400-1", 1.7));
    all.add(Target.against("pipelined-gcm-1400-2", "pipelined-gcm-1400-1", 1.3));
    return all;
  }

  private static void encrypt(List<Target> all, String size, double peer, double floor) {
    all.add(Target.beside("encrypt-" + size, SystemName.IPSEC_SECGW, peer));
    all.add(Target.beside("encrypt-" + size, SystemName.FLOOR, floor));
  }

  /** The peer has no replay window here; beside the floor Yett has its own on. */
  private static void decrypt(List<Target> all, String size, double peer, double floor) {
    String without = "decrypt-" + size;
    all.add(Target.beside(without, SystemName.IPSEC_SECGW, peer));
    all.add(new Target("decrypt-window-" + size, without, SystemName.FLOOR, floor));
  }

  private static void tunnels(List<Target> all) {
    List<Double> shares = List.of(0.92, 0.65, 0.50);
    for (int i = 0; i < TUNNELS.size(); i++) {
      all.add(Target.against("tunnels-" + TUNNELS.get(i), "tunnels-1", shares.get(i)));
    }
    all.add(Target.against("tunnels-zipf-100000", "tunnels-1", 0.80));
    for (int count : TUNNELS) {
      all.add(Target.beside("tunnels-" + count, SystemName.IPSEC_SECGW, 1.5));
    }
  }

  /** Those that were measured. */
  static List<Target.Outcome> judge(Measurements measurements) {
    return all().stream()
        .map(target -> target.judge(measurements))
        .flatMap(Optional::stream)
        .toList();
  }
}
