package io.yett.perf.contender;

import io.yett.perf.BenchException;
import io.yett.perf.scenario.Scenario;
import io.yett.perf.scenario.SystemName;

/** A system that is measured. */
public interface Contender {
  /** Which one. */
  SystemName system();

  /**
   * Seconds that it takes to come up, be measured and end; the first guess, before there was a
   * measurement.
   */
  double estimateSeconds(Scenario scenario, Settings settings);

  /**
   * Runs the system on a workload, warms it up, and measures it.
   *
   * @throws BenchException if it does not run as it should
   */
  Sample measure(Workload workload, Settings settings) throws BenchException, InterruptedException;
}
