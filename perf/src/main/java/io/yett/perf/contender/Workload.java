package io.yett.perf.contender;

import io.yett.perf.scenario.Scenario;
import io.yett.perf.traffic.TrafficFiles;
import java.nio.file.Path;

/**
 * A scenario with its packets.
 *
 * @param directory where a system may write files of its own for this scenario
 */
public record Workload(Scenario scenario, TrafficFiles files, Path directory) {}
