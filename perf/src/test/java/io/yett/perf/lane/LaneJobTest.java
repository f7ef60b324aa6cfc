package io.yett.perf.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yett.perf.scenario.Catalogue;
import io.yett.perf.scenario.Scenario;
import io.yett.perf.traffic.TrafficFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JacksonException;

/** What passes between the benchmark and the lane's program. */
class LaneJobTest {
  @TempDir Path directory;

  @Test
  void everyScenarioSurvivesItsFile() {
    Path file = directory.resolve("job.json");
    for (Scenario scenario : new Catalogue().all()) {
      TrafficFiles files = new TrafficFiles(List.of(Path.of("/tmp/a.pcap")), List.of());
      LaneJob job = new LaneJob(scenario, files, List.of(1), true, 32, "multi_buffer", null);
      job.write(file);
      assertThat(LaneJob.read(file)).isEqualTo(job);
    }
  }

  @Test
  void jobOfAnotherTimeIsRefused() throws Exception {
    Path file = Files.writeString(directory.resolve("job.json"), "{\"quantum\": true}");
    assertThatThrownBy(() -> LaneJob.read(file))
        .isInstanceOf(JacksonException.class)
        .hasMessageContaining("quantum");
  }

  @Test
  void readingSurvivesItsLine() {
    LaneReading reading = new LaneReading(1, 2, 3, 4, 5, 6, 7, List.of(8L, 9L));
    assertThat(LaneReading.parse(reading.toLine())).contains(reading);
    assertThat(LaneReading.parse("INFO something else")).isEmpty();
    assertThat(LaneReading.parse("reading 1 2")).isEmpty();
  }

  @Test
  void busiestThreadCounts() {
    LaneReading begin = new LaneReading(0, 0, 0, 0, 0, 0, 0, List.of(100L, 10L));
    LaneReading end = new LaneReading(0, 0, 0, 0, 0, 0, 0, List.of(120L, 80L));
    assertThat(end.cpuNanosSince(begin)).isEqualTo(70);
  }
}
