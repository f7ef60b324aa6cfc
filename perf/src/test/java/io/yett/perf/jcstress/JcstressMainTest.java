package io.yett.perf.jcstress;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.perf.ChildJvm;
import io.yett.perf.HomeJvm;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** jcstress starts, finds what is annotated, and runs a test to its end. */
@Timeout(180)
class JcstressMainTest {
  @TempDir Path home;

  @Test
  void runsATest() throws Exception {
    ChildJvm.Result result =
        HomeJvm.run(
            home,
            JcstressMain.class,
            "NeighborStress.Publish",
            "-m",
            "sanity",
            "-sc",
            "false",
            "-af",
            "NONE");
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output()).contains("NeighborStress.Publish");
    assertThat(home.resolve(".yett/jcstress/results/index.html")).isRegularFile();
  }

  @Test
  void failsOnAForbiddenOutcome() throws Exception {
    ChildJvm.Result result = HomeJvm.run(home, JcstressMain.class, "-l");
    assertThat(result.output())
        .contains(
            "CounterStress.Sa",
            "ReentryStress.Full",
            "PuntStress",
            "CommandStress",
            "BurstStress.ThereAndBack",
            "RingStress.Commands");
  }
}
