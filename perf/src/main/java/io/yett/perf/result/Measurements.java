package io.yett.perf.result;

import io.yett.perf.contender.Sample;
import io.yett.perf.scenario.Scenario;
import io.yett.perf.scenario.SystemName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was measured: a sample of each system in each round of each scenario. */
public final class Measurements {
  private final Map<String, Scenario> scenarios = new LinkedHashMap<>();
  private final Map<String, Map<SystemName, List<Sample>>> samples = new LinkedHashMap<>();

  /** Adds the next round's sample. */
  public void add(Scenario scenario, SystemName system, Sample sample) {
    scenarios.putIfAbsent(scenario.name(), scenario);
    samples
        .computeIfAbsent(scenario.name(), name -> new EnumMap<>(SystemName.class))
        .computeIfAbsent(system, name -> new ArrayList<>())
        .add(sample);
  }

  /** Scenarios with at least one sample, in the order of their first. */
  public Collection<Scenario> scenarios() {
    return scenarios.values();
  }

  /** Samples by round; empty if there are none. */
  public List<Sample> samples(String scenario, SystemName system) {
    return samples.getOrDefault(scenario, Map.of()).getOrDefault(system, List.of());
  }

  /** Mpps of the forwarding cores, by round. */
  public List<Double> mpps(String scenario, SystemName system) {
    return samples(scenario, system).stream().map(Sample::mpps).toList();
  }

  /** A system in a scenario by another, round by round; empty if there is no round with both. */
  public Optional<Spread> ratio(
      String scenario, SystemName system, String otherScenario, SystemName other) {
    List<Double> values = mpps(scenario, system);
    List<Double> others = mpps(otherScenario, other);
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < Math.min(values.size(), others.size()); i++) {
      ratios.add(values.get(i) / others.get(i));
    }
    return ratios.isEmpty() ? Optional.empty() : Optional.of(Spread.of(ratios));
  }
}
