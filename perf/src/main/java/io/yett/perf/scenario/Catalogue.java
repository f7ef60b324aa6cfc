package io.yett.perf.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** All scenarios, in the order in which they are run. */
public final class Catalogue {
  private static final List<String> QUICK = List.of("encrypt-64", "decrypt-64");

  private static final List<String> REGRESSION =
      List.of(
          "encrypt-64",
          "encrypt-1400",
          "decrypt-window-64",
          "decrypt-window-1400",
          "tunnels-1000",
          "new-flows-10000");

  private final Map<String, Scenario> byName = new LinkedHashMap<>();

  /** Makes all scenarios; their names are unique. */
  public Catalogue() {
    List<Scenario> all = new ArrayList<>();
    all.addAll(Sizes.all());
    all.addAll(Algorithms.all());
    all.addAll(Tunnels.all());
    all.addAll(Policies.all());
    all.addAll(Cores.all());
    for (Scenario scenario : all) {
      if (byName.put(scenario.name(), scenario) != null) {
        throw new IllegalStateException("two scenarios are called " + scenario.name());
      }
    }
  }

  /** Every scenario. */
  public List<Scenario> all() {
    return List.copyOf(byName.values());
  }

  /** Those that are run if nothing is chosen: what targets are set for. */
  public List<Scenario> standard() {
    return select(Scenario::standard);
  }

  /** A handful, for a first impression. */
  public List<Scenario> quick() {
    return select(scenario -> QUICK.contains(scenario.name()));
  }

  /** What two commits are compared by: each part of the packet path. */
  public List<Scenario> regression() {
    return select(scenario -> REGRESSION.contains(scenario.name()));
  }

  /** Those whose whole name the pattern matches. */
  public List<Scenario> matching(Pattern pattern) {
    return select(scenario -> pattern.matcher(scenario.name()).matches());
  }

  private List<Scenario> select(Predicate<Scenario> wanted) {
    return byName.values().stream().filter(wanted).toList();
  }
}
