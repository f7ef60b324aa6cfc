package io.yett.perf.result;

import io.yett.perf.scenario.SystemName;
import java.util.Optional;

/**
 * What Yett wants to reach: its rate in a scenario by another rate, or by itself.
 *
 * @param scenario of Yett's rate
 * @param otherScenario of the other rate; null if the target is a rate in Mpps
 * @param other whose rate that is
 * @param atLeast the target
 */
public record Target(String scenario, String otherScenario, SystemName other, double atLeast) {
  /** Yett by another system in the same scenario. */
  static Target beside(String scenario, SystemName other, double atLeast) {
    return new Target(scenario, scenario, other, atLeast);
  }

  /** Yett by Yett in another scenario. */
  static Target against(String scenario, String otherScenario, double atLeast) {
    return new Target(scenario, otherScenario, SystemName.YETT, atLeast);
  }

  /** Million packets, or new flows, per second. */
  static Target rate(String scenario, double atLeast) {
    return new Target(scenario, null, SystemName.YETT, atLeast);
  }

  /** What is compared, in words. */
  public String describe() {
    if (otherScenario == null) {
      return scenario + ", Mpps";
    }
    String text = scenario + ", yett / " + other.label();
    return otherScenario.equals(scenario) ? text : text + " " + otherScenario;
  }

  /**
   * What was measured beside the target.
   *
   * @param met by the median
   */
  public record Outcome(String target, double atLeast, Spread measured, boolean met) {}

  /** Empty if it was not measured. */
  Optional<Outcome> judge(Measurements measurements) {
    Optional<Spread> measured =
        otherScenario != null
            ? measurements.ratio(scenario, SystemName.YETT, otherScenario, other)
            : Optional.of(measurements.mpps(scenario, SystemName.YETT))
                .filter(values -> !values.isEmpty())
                .map(Spread::of);
    return measured.map(
        spread -> new Outcome(describe(), atLeast, spread, spread.median() >= atLeast));
  }
}
