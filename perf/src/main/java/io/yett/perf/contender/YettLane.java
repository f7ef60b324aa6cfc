package io.yett.perf.contender;

import io.yett.perf.BenchException;
import io.yett.perf.lane.LaneReading;
import io.yett.perf.scenario.Scenario;
import io.yett.perf.scenario.SystemName;
import io.yett.perf.scenario.Traffic;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Yett's lanes in a JVM of their own, with the JVM options that the data plane runs with. */
public final class YettLane implements Contender {
  /** Quiet readings in a row, after which a lane has seen all flows. */
  private static final int QUIET_READINGS = 5;

  private static final int PACKETS_PER_MISS = 2_000;

  private final Path home;
  private final String classPath;
  private final Allocation allocation = new Allocation();

  /**
   * Makes one.
   *
   * @param home the project's directory
   * @param classPath where the program is
   */
  public YettLane(Path home, String classPath) {
    this.home = home;
    this.classPath = classPath;
  }

  @Override
  public SystemName system() {
    return SystemName.YETT;
  }

  /** What the lanes allocated on the heap in all measurements so far. */
  public Allocation allocation() {
    return allocation;
  }

  @Override
  public double estimateSeconds(Scenario scenario, Settings settings) {
    int tunnels = scenario.protection().tunnels();
    return 1.5 + tunnels / 10_000.0 + settings.warmUpSeconds() + settings.seconds();
  }

  @Override
  public Sample measure(Workload workload, Settings settings) throws BenchException {
    try (ChildProcess process = new ChildProcess(command(workload, settings))) {
      LaneReading begin = warmUp(process, workload.scenario(), settings);
      LaneReading end = begin;
      while (end.nanos() - begin.nanos() < settings.nanos()) {
        end = read(process);
      }
      return sample(workload.scenario(), begin, end);
    }
  }

  private static LaneReading warmUp(ChildProcess process, Scenario scenario, Settings settings)
      throws BenchException {
    boolean always = scenario.traffic().pattern() == Traffic.Pattern.NEW_FLOWS;
    LaneReading reading = read(process);
    long warm = reading.nanos() + settings.warmUpSeconds() * 1_000_000_000L;
    int quiet = 0;
    while (reading.nanos() < warm || (!always && quiet < QUIET_READINGS)) {
      LaneReading next = read(process);
      quiet = isQuiet(reading, next) ? quiet + 1 : 0;
      reading = next;
    }
    return reading;
  }

  /**
   * Hardly a packet was the first of a flow. Not "none": of very many flows a few find the places
   * of the cache where they may be taken by others, for ever.
   */
  private static boolean isQuiet(LaneReading begin, LaneReading end) {
    long misses = end.flowMisses() - begin.flowMisses();
    return misses * PACKETS_PER_MISS <= end.transmitted() - begin.transmitted();
  }

  private Sample sample(Scenario scenario, LaneReading begin, LaneReading end)
      throws BenchException {
    long packets = end.transmitted() - begin.transmitted();
    if (packets == 0 || end.dropped() != begin.dropped() || end.punted() != begin.punted()) {
      throw new BenchException(
          "the lane sent "
              + packets
              + " packets, dropped "
              + (end.dropped() - begin.dropped())
              + " and handed up "
              + (end.punted() - begin.punted()));
    }
    allocation.add(
        packets,
        end.allocatedBytes() - begin.allocatedBytes(),
        end.collections() - begin.collections());
    boolean newFlows = scenario.traffic().pattern() == Traffic.Pattern.NEW_FLOWS;
    return new Sample(
        newFlows ? end.flowMisses() - begin.flowMisses() : packets,
        (end.nanos() - begin.nanos()) / 1e9,
        end.cpuNanosSince(begin) / 1e9);
  }

  static LaneReading read(ChildProcess process) throws BenchException {
    while (true) {
      Optional<LaneReading> reading = LaneReading.parse(process.readLine());
      if (reading.isPresent()) {
        return reading.get();
      }
    }
  }

  private List<String> command(Workload workload, Settings settings) throws BenchException {
    return LaneCommand.of(home, classPath, workload, settings, null);
  }
}
