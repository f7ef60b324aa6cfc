package io.yett.perf.html;

import java.util.List;

/**
 * One system in one scenario.
 *
 * @param x what tells scenarios of the group apart
 * @param mpps of the rounds, in million packets per second
 * @param gbps gigabits per second at the median
 */
record Rate(
    String scenario,
    String group,
    double x,
    String system,
    int cores,
    Span mpps,
    double gbps,
    List<Double> rounds) {

  /** Copies the list. */
  Rate {
    rounds = List.copyOf(rounds);
  }

  /** What the scenario has between its group and its number: {@code zipf}, or nothing. */
  String variant() {
    String rest = rest();
    int last = rest.lastIndexOf('-');
    return last < 0 ? "" : rest.substring(0, last);
  }

  /** The end of the scenario's name: {@code 64}, {@code imix}. */
  String label() {
    String rest = rest();
    return rest.substring(rest.lastIndexOf('-') + 1);
  }

  private String rest() {
    return scenario.startsWith(group + "-") ? scenario.substring(group.length() + 1) : scenario;
  }
}
