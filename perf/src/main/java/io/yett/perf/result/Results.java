package io.yett.perf.result;

import io.yett.perf.BenchException;
import io.yett.perf.contender.OrderCheck;
import io.yett.perf.contender.Settings;
import io.yett.perf.latency.LatencyRow;
import io.yett.perf.scenario.Scenario;
import io.yett.perf.scenario.SystemName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * All that a run found, as the JSON file has it.
 *
 * @param order whether packets left as they came, where cores share an SA
 * @param latency inside a lane, by load; empty if it was not measured
 * @param notes what did not run, and why
 */
public record Results(
    Machine machine,
    Settings settings,
    List<Row> rows,
    List<Ratios> ratios,
    List<Target.Outcome> targets,
    Allocated allocation,
    List<OrderCheck.Order> order,
    List<LatencyRow> latency,
    List<String> notes) {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /**
   * Heap that the lanes allocated.
   *
   * @param bytesPerPacket the most of all measurements
   * @param collections within all measurements
   */
  public record Allocated(double bytesPerPacket, long collections) {}

  /** Computes rows and ratios. */
  public static Results of(
      Machine machine,
      Settings settings,
      Measurements measurements,
      Allocated allocation,
      List<OrderCheck.Order> order,
      List<LatencyRow> latency,
      List<String> notes) {
    List<Row> rows = new ArrayList<>();
    List<Ratios> ratios = new ArrayList<>();
    for (Scenario scenario : measurements.scenarios()) {
      for (SystemName system : SystemName.values()) {
        var samples = measurements.samples(scenario.name(), system);
        if (!samples.isEmpty()) {
          rows.add(Row.of(scenario, system, samples));
        }
      }
      Ratios ratio = Ratios.of(scenario.name(), measurements);
      if (ratio.peer() != null || ratio.floor() != null) {
        ratios.add(ratio);
      }
    }
    return new Results(
        machine,
        settings,
        rows,
        ratios,
        Targets.judge(measurements),
        allocation,
        List.copyOf(order),
        List.copyOf(latency),
        List.copyOf(notes));
  }

  /** Writes the JSON file. */
  public void write(Path file) throws BenchException {
    try {
      MAPPER.writeValue(file, this);
    } catch (JacksonException e) {
      throw new BenchException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
