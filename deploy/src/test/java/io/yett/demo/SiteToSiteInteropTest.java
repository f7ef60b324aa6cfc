package io.yett.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.yett.lab.Lab;
import io.yett.lab.StrongSwan;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The whole gateway, both processes, against a real strongSwan in both roles: all that the demo
 * shows, with either shape of lane.
 */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class SiteToSiteInteropTest {
  @TempDir Path runs;

  @ParameterizedTest
  @CsvSource({"fused, auto", "pipelined, net_af_packet"})
  void everyStepHolds(String shape, String port) {
    Optional<String> obstacle = Lab.obstacle().or(StrongSwan::obstacle);
    assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
    try (Lab lab = new Lab(runs, "yt")) {
      Screen screen = new Screen(new PrintStream(System.out, true, StandardCharsets.UTF_8), false);

      Report report = new Play(screen, new Stage(lab), shape, port).run();

      assertThat(report.steps()).filteredOn(step -> !step.ok()).isEmpty();
      assertThat(report.ok()).isTrue();
    }
  }
}
