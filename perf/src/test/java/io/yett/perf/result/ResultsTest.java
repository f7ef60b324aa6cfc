package io.yett.perf.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.yett.perf.contender.OrderCheck;
import io.yett.perf.contender.Sample;
import io.yett.perf.contender.Settings;
import io.yett.perf.scenario.Catalogue;
import io.yett.perf.scenario.Scenario;
import io.yett.perf.scenario.SystemName;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The arithmetic of results, and their file. */
class ResultsTest {
  private static final Map<String, Scenario> SCENARIOS =
      new Catalogue().all().stream().collect(Collectors.toMap(Scenario::name, Function.identity()));

  @TempDir Path directory;

  private static Results results() {
    Measurements measurements = new Measurements();
    Scenario scenario = SCENARIOS.get("encrypt-64");
    for (double yett : List.of(30.0, 20.0, 18.0)) {
      measurements.add(scenario, SystemName.YETT, new Sample(yett * 1e6, 2, 1));
      measurements.add(scenario, SystemName.IPSEC_SECGW, new Sample(10e6, 1, 1));
    }
    return Results.of(
        new Machine("cpu", 2, "linux", "22.11", "25", "abc", "none"),
        new Settings(List.of(1), 3, 4, 3, true, 32, "multi_buffer"),
        measurements,
        new Results.Allocated(0, 0),
        List.of(new OrderCheck.Order("pipelined-gcm-1400-2", 100, 1, 2)),
        List.of(),
        List.of("something"));
  }

  @Test
  void medianOfOddAndEvenCounts() {
    assertThat(Spread.of(List.of(3.0, 1.0, 2.0))).isEqualTo(new Spread(2.0, 1.0, 3.0));
    assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(new Spread(2.5, 1.0, 4.0));
  }

  @Test
  void fileHasRowsRatiosAndTargets() throws Exception {
    Path file = directory.resolve("results.json");
    results().write(file);
    JsonNode json = JsonMapper.builder().build().readTree(file);
    JsonNode row = json.get("rows").get(0);
    assertThat(row.get("scenario").asString()).isEqualTo("encrypt-64");
    assertThat(row.get("system").asString()).isEqualTo("yett");
    assertThat(row.get("mpps").asDouble()).isCloseTo(20, within(1e-9));
    assertThat(row.get("wallMpps").asDouble()).isCloseTo(10, within(1e-9));
    // 20 million frames of 64 octets.
    assertThat(row.get("gbps").asDouble()).isCloseTo(10.24, within(1e-9));
    assertThat(row.get("rounds")).hasSize(3);
    JsonNode ratio = json.get("ratios").get(0).get("yett/ipsec-secgw");
    assertThat(ratio.get("median").asDouble()).isCloseTo(2.0, within(1e-9));
    assertThat(ratio.get("max").asDouble()).isCloseTo(3.0, within(1e-9));
    assertThat(json.get("ratios").get(0).has("yett/floor")).isFalse();
    assertThat(json.get("targets").get(0).get("met").asBoolean()).isTrue();
    assertThat(json.get("machine").get("commit").asString()).isEqualTo("abc");
  }

  @Test
  void reportNamesTargetsAndNotes() {
    assertThat(TextReport.of(results()))
        .contains("met      encrypt-64, yett / ipsec-secgw")
        .contains("20.00 (18.00..30.00)")
        .contains("2.00 (1.80..3.00)")
        .contains("pipelined-gcm-1400-2: 100 packets, 1 reordered, 2 lost.")
        .contains("Note: something");
  }

  @Test
  void everyTargetIsMeasuredByAPlainRun() {
    for (Target target : Targets.all()) {
      assertThat(SCENARIOS).containsKey(target.scenario());
      assertThat(SCENARIOS.get(target.scenario()).standard()).as(target.scenario()).isTrue();
      if (target.otherScenario() != null) {
        Scenario other = SCENARIOS.get(target.otherScenario());
        assertThat(other).as(target.describe()).isNotNull();
        assertThat(other.systems()).as(target.describe()).contains(target.other());
        assertThat(other.group())
            .as("measured in the same rounds: %s", target.describe())
            .isEqualTo(SCENARIOS.get(target.scenario()).group());
      }
    }
  }
}
