package io.yett.perf.ike;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessUseTest {
  @Test
  void readsProc5() {
    assertThat(
            ProcessUse.cpuSeconds(
                "17 (a) b (c) S 1 17 17 0 -1 4194304 100 0 0 0 250 50 0 0 20 0 3 0 99 1000 200"))
        .isEqualTo(3.0);
    assertThat(ProcessUse.resident("Name:\tx\nVmRSS:\t  1234 kB\nThreads:\t2\n")).isEqualTo(1234);
  }

  @Test
  void readsThisProcess() {
    ProcessUse use = ProcessUse.of(ProcessHandle.current().pid());
    assertThat(use.cpuSeconds()).isPositive();
    assertThat(use.residentKibibytes()).isGreaterThan(10_000);
  }
}
