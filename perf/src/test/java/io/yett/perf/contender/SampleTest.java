package io.yett.perf.contender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The arithmetic of measurements. */
class SampleTest {
  @Test
  void countsByTheCpuTimeOfTheForwardingThread() {
    Sample sample = new Sample(4_000_000, 4.0, 2.0);
    assertThat(sample.mpps()).isCloseTo(2.0, within(1e-9));
    assertThat(sample.mppsOfWall()).isCloseTo(1.0, within(1e-9));
  }

  @Test
  void floorIsTheSumOfTheTimesPerPacket() {
    Sample io = new Sample(60_000_000, 1.0, 1.0);
    Sample crypto = new Sample(20_000_000, 1.0, 1.0);
    assertThat(Sample.inSeries(io, crypto).mpps()).isCloseTo(15.0, within(1e-9));
  }

  @Test
  void busiestThreadCountsAndNewThreadsToo() {
    ThreadCpu before = new ThreadCpu(Map.of(1L, 100L, 2L, 50L));
    ThreadCpu after = new ThreadCpu(Map.of(1L, 110L, 2L, 90L, 3L, 30L));
    assertThat(after.busiestSince(before)).isEqualTo(40);
  }

  @Test
  void shareOfTheCpuIsThatOfTheWorkingThreadOnceItWorks() {
    long ms = 1_000_000;
    CpuShare share = new CpuShare();
    share.add(0, new ThreadCpu(Map.of(1L, 300 * ms, 2L, 0L)));
    share.add(100 * ms, new ThreadCpu(Map.of(1L, 300 * ms, 2L, 20 * ms)));
    share.add(600 * ms, new ThreadCpu(Map.of(1L, 301 * ms, 2L, 420 * ms)));
    share.add(700 * ms, new ThreadCpu(Map.of()));
    assertThat(share.ofBusiest()).isCloseTo(0.8, within(1e-9));
  }

  @Test
  void shareIsWholeWithoutReadings() {
    assertThat(new CpuShare().ofBusiest()).isEqualTo(1.0);
  }
}
