package io.yett.perf;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.perf.contender.ChildProcess;
import io.yett.perf.lane.LaneJob;
import io.yett.perf.lane.LaneProgram;
import io.yett.perf.lane.LaneReading;
import io.yett.perf.scenario.Catalogue;
import io.yett.perf.scenario.Scenario;
import io.yett.perf.traffic.TrafficFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In steady state a lane allocates nothing on the heap, however many packets it sends. */
class LaneAllocationTest {
  /** The JIT is done with the lane long before. */
  private static final long WARM_UP_PACKETS = 3_000_000;

  private static final long PACKETS = 3_000_000;

  /** One object of 16 octets per packet would be 48 MB; a burst's, 1.5 MB. */
  private static final long ALLOWED_BYTES = 16_384;

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "encrypt-64, multi_buffer",
    "encrypt-64, crypto_openssl0",
    "decrypt-window-64, multi_buffer",
    "lanes-2, multi_buffer",
  })
  @Timeout(300)
  void fusedLanesAllocateNothingPerPacket(String name, String crypto) throws Exception {
    Scenario scenario = new Catalogue().matching(Pattern.compile(name)).getFirst();
    try (ChildProcess lane = new ChildProcess(command(scenario, crypto))) {
      LaneReading begin = readBeyond(lane, WARM_UP_PACKETS);
      LaneReading end = readBeyond(lane, begin.transmitted() + PACKETS);
      assertThat(end.allocatedBytes() - begin.allocatedBytes())
          .as("bytes for %d packets", end.transmitted() - begin.transmitted())
          .isLessThan(ALLOWED_BYTES);
      assertThat(end.collections()).as("garbage collections").isEqualTo(begin.collections());
      assertThat(end.dropped()).as("dropped packets").isEqualTo(begin.dropped());
    }
  }

  private static LaneReading readBeyond(ChildProcess lane, long packets) throws BenchException {
    while (true) {
      Optional<LaneReading> reading = LaneReading.parse(lane.readLine());
      if (reading.isPresent() && reading.get().transmitted() >= packets) {
        return reading.get();
      }
    }
  }

  private List<String> command(Scenario scenario, String crypto) throws BenchException {
    Path job = directory.resolve("job.json");
    TrafficFiles files = TrafficFiles.write(directory, scenario);
    new LaneJob(scenario, files, List.of(), false, 32, crypto, null).write(job);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + Path.of("../deploy/jvm/dataplane.args"));
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.addAll(List.of(LaneProgram.class.getName(), job.toString()));
    return command;
  }
}
