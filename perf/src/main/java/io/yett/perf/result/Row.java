package io.yett.perf.result;

import io.yett.perf.contender.Sample;
import io.yett.perf.scenario.Scenario;
import io.yett.perf.scenario.SystemName;
import java.util.List;

/**
 * One system in one scenario, as the JSON file has it.
 *
 * @param x what tells scenarios of the group apart, e.g. tunnels
 * @param mpps million packets per second of the forwarding cores, the median; new flows in
 *     scenarios that make them
 * @param gbps gigabits per second at that rate: clear frames with their check sequence
 * @param median of {@code rounds}, and so are {@code min} and {@code max}
 * @param wallMpps the median if other programs' share of the CPU counts as ours
 */
public record Row(
    String scenario,
    String group,
    double x,
    String system,
    int cores,
    double mpps,
    double gbps,
    double median,
    double min,
    double max,
    List<Double> rounds,
    double wallMpps) {
  /** From samples, of which there is at least one. */
  static Row of(Scenario scenario, SystemName system, List<Sample> samples) {
    List<Double> rounds = samples.stream().map(Sample::mpps).toList();
    Spread spread = Spread.of(rounds);
    return new Row(
        scenario.name(),
        scenario.group(),
        scenario.x(),
        system.label(),
        scenario.shape().cores(),
        spread.median(),
        spread.median() * scenario.traffic().mix().meanFrameSize() * 8 / 1000,
        spread.median(),
        spread.min(),
        spread.max(),
        rounds,
        Spread.of(samples.stream().map(Sample::mppsOfWall).toList()).median());
  }
}
