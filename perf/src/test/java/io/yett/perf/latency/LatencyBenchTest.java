package io.yett.perf.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The measurement as it is run, in a JVM of its own. */
class LatencyBenchTest {
  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();

  @Test
  @Timeout(120)
  void measuresARealLane() throws Exception {
    Assumptions.assumeTrue(
        Runtime.getRuntime().availableProcessors() > 1, "lane and generator need a CPU each");
    LatencyResult result =
        LatencyBench.run(HOME, "--seconds=1", "--warm-up=1", "--loads=0.5", "--frames=512");
    assertThat(result.saturatedMpps()).isPositive();
    assertThat(result.spinMax()).isGreaterThanOrEqualTo(result.spinP999()).isPositive();
    assertThat(result.latency()).hasSize(1);
    for (LatencyRow row : new LatencyRow[] {result.idle(), result.latency().getFirst()}) {
      assertThat(row.packets()).isPositive();
      assertThat(row.p50()).isPositive();
      assertThat(new long[] {row.p50(), row.p90(), row.p99(), row.p999(), row.p9999(), row.max()})
          .isSorted();
      assertThat(row.jitterMax()).isPositive();
      assertThat(row.sojournMax()).isGreaterThanOrEqualTo(row.p50());
      assertThat(row.collections()).as("garbage collections").isZero();
      assertThat(row.worstGapCause()).isNotEmpty();
    }
    assertThat(result.latency().getFirst().mpps()).isLessThan(result.saturatedMpps());
  }

  @Test
  void mistakesNameARemedy() {
    assertThatThrownBy(() -> LatencyBench.run(HOME, "--loads=1.5"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("remedy: ");
    assertThatThrownBy(() -> LatencyBench.run(HOME, "--frames=9000"))
        .hasMessageContaining("do not fit the tunnel");
    assertThatThrownBy(() -> LatencyBench.run(HOME, "--no-such-option"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
