package io.yett.perf.html;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the page shows, as far as the file has it.
 *
 * @param machine and {@code settings}: names and values as they are
 */
record Report(
    Map<String, String> machine,
    Map<String, String> settings,
    List<Rate> rates,
    List<Ratio> ratios,
    List<Target> targets,
    Optional<Allocation> allocation,
    List<Order> order,
    List<LatencyLoad> latency,
    List<String> notes) {

  /** Yett by another system, in one scenario. */
  record Ratio(String scenario, String other, Span value) {}

  /** What was wanted, and what was measured. */
  record Target(String text, double atLeast, Span measured, boolean met) {}

  /** Heap that the lanes allocated. */
  record Allocation(double bytesPerPacket, long collections) {}

  /** Whether packets left as they came. */
  record Order(String scenario, long packets, long reordered, long lost) {}

  /** One system's row. */
  Optional<Rate> rate(String scenario, String system) {
    return rates.stream()
        .filter(rate -> rate.scenario().equals(scenario) && rate.system().equals(system))
        .findFirst();
  }

  /** Yett by another system. */
  Optional<Span> ratio(String scenario, String other) {
    return ratios.stream()
        .filter(ratio -> ratio.scenario().equals(scenario) && ratio.other().equals(other))
        .map(Ratio::value)
        .findFirst();
  }
}
