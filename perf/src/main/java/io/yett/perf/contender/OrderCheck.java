package io.yett.perf.contender;

import io.yett.perf.BenchException;
import io.yett.perf.lane.LaneReading;
import io.yett.perf.scenario.Scenario;
import io.yett.perf.scenario.Traffic;
import io.yett.perf.traffic.EspSequences;
import io.yett.perf.traffic.TrafficFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Sends a scenario's packets once, keeps what leaves, and looks at the sequence numbers: do packets
 * leave in the order in which they came, however many cores share the work?
 */
public final class OrderCheck {
  private static final int FRAMES = 32_768;

  private final Path home;
  private final String classPath;
  private final Path directory;

  /** As {@link YettLane}, with a directory for packets. */
  public OrderCheck(Path home, String classPath, Path directory) {
    this.home = home;
    this.classPath = classPath;
    this.directory = directory;
  }

  /**
   * What was found.
   *
   * @param packets that left
   * @param reordered that left after a packet which came later
   * @param lost that did not leave
   */
  public record Order(String scenario, long packets, long reordered, long lost) {}

  /** Runs a scenario whose packets are encrypted through one tunnel. */
  public Order check(Scenario scenario, Settings settings) throws BenchException {
    Scenario once = once(scenario);
    TrafficFiles files = TrafficFiles.write(directory, once);
    Path capture = directory.resolve(once.name() + "-sent.pcap");
    Workload workload = new Workload(once, files, directory);
    List<String> command = LaneCommand.of(home, classPath, workload, settings, capture);
    try {
      try (ChildProcess lane = new ChildProcess(command)) {
        LaneReading reading = YettLane.read(lane);
        while (reading.transmitted() + reading.dropped() < FRAMES) {
          reading = YettLane.read(lane);
        }
      }
      EspSequences sequences = EspSequences.read(capture);
      return new Order(
          scenario.name(),
          sequences.packets(),
          sequences.reordered(),
          FRAMES - sequences.packets());
    } catch (IOException e) {
      throw new BenchException("cannot read " + capture + ": " + e, e);
    } finally {
      delete(capture);
      files.all().forEach(OrderCheck::delete);
    }
  }

  private static Scenario once(Scenario scenario) {
    Traffic traffic = scenario.traffic();
    return new Scenario(
        scenario.name() + "-order",
        scenario.group(),
        scenario.x(),
        new Traffic(traffic.direction(), traffic.mix(), traffic.pattern(), FRAMES),
        scenario.protection(),
        scenario.shape(),
        scenario.systems(),
        false);
  }

  /** They are large. */
  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      System.err.println("cannot delete " + file + ": " + e);
    }
  }
}
