package io.yett.perf.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.perf.ChildJvm;
import io.yett.perf.HomeJvm;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** JMH starts, finds what is annotated, and runs a benchmark to its end. */
@Timeout(120)
class JmhMainTest {
  private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

  private static ChildJvm.Result jmh(String... arguments) throws Exception {
    return HomeJvm.run(PROJECT, JmhMain.class, arguments);
  }

  @Test
  void runsABenchmarkInAnotherJvm() throws Exception {
    ChildJvm.Result result =
        jmh(
            "ReplayWindowBenchmark.inOrder",
            "-p",
            "window=64",
            "-wi",
            "1",
            "-w",
            "100ms",
            "-i",
            "1",
            "-r",
            "100ms");
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output())
        .contains("dataplane.args")
        .containsPattern("ReplayWindowBenchmark\\.inOrder +64 +avgt +\\d+\\.\\d+ +ns/op");
  }

  @Test
  void listsAllBenchmarks() throws Exception {
    assertThat(jmh("-l").output())
        .contains(
            "FlowCacheBenchmark.hit",
            "SpdBenchmark.noMatch",
            "EspHeadersBenchmark.headers",
            "SaChannelBenchmark.installSa",
            "DowncallBenchmark.plainCall",
            "MemoryAccessBenchmark.headersBySegment",
            "CountersBenchmark.burst");
  }

  @Test
  void saysWhatToDo() throws Exception {
    ChildJvm.Result nothing = jmh("NoSuchBenchmark");
    assertThat(nothing.exitCode()).isEqualTo(1);
    assertThat(nothing.output()).contains("no benchmark matches; remedy: ./yett bench jmh -l");
    ChildJvm.Result bad = jmh("-i", "many");
    assertThat(bad.exitCode()).isEqualTo(1);
    assertThat(bad.output()).contains("remedy: ./yett bench jmh -h");
  }
}
