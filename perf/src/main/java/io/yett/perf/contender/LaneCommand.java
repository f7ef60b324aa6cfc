package io.yett.perf.contender;

import io.yett.perf.BenchException;
import io.yett.perf.lane.LaneJob;
import io.yett.perf.lane.LaneProgram;
import io.yett.perf.scenario.Scenario;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;

/** The command line of {@link LaneProgram}, with the JVM options of the data plane. */
final class LaneCommand {
  /** Tunnels up to which the heap of the data plane's options will do. */
  private static final int FEW = 10_000;

  private static final int BASE_HEAP_MIB = 128;
  private static final int HEAP_MIB_PER_THOUSAND_TUNNELS = 4;

  private LaneCommand() {}

  /**
   * Writes the job, and says how it is done.
   *
   * @param home whose JVM options are taken
   * @param classPath where the program is
   * @param capture null, or where to write what the lane sends
   */
  static List<String> of(
      Path home, String classPath, Workload workload, Settings settings, Path capture)
      throws BenchException {
    Scenario scenario = workload.scenario();
    Path job = workload.directory().resolve(scenario.name() + "-yett.json");
    try {
      new LaneJob(
              scenario,
              workload.files(),
              settings.cpus().subList(0, scenario.shape().cores()),
              settings.hugepages(),
              settings.burst(),
              settings.crypto(),
              capture)
          .write(job);
    } catch (JacksonException e) {
      throw new BenchException("cannot write " + job + ": " + e.getMessage(), e);
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + home.resolve("deploy/jvm/dataplane.args"));
    int tunnels = scenario.protection().tunnels();
    if (tunnels >= FEW) {
      int heap = BASE_HEAP_MIB + tunnels / 1000 * HEAP_MIB_PER_THOUSAND_TUNNELS;
      command.add("-Xms" + heap + "m");
      command.add("-Xmx" + heap + "m");
    }
    command.addAll(List.of("-cp", classPath, LaneProgram.class.getName(), job.toString()));
    return command;
  }
}
