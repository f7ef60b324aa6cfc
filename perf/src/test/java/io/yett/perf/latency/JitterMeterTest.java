package io.yett.perf.latency;

import static org.assertj.core.api.Assertions.assertThat;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** Samples of a spinning thread whose clock the test holds. */
class JitterMeterTest {
  private final JitterMeter meter = new JitterMeter();
  private long now;

  private void spin(long nanos, int times) {
    for (int i = 0; i < times; i++) {
      now += nanos;
      meter.idle(now);
    }
  }

  @Test
  void sampleIsTheLongestGapOfAWindow() {
    spin(50, 1 + 99);
    spin(300, 1); // 5250 ns have been spun
    spin(50, 100);
    Histogram histogram = meter.end().histogram();
    assertThat(histogram.getTotalCount()).isEqualTo(2);
    assertThat(histogram.getMaxValue()).isEqualTo(300);
    assertThat(histogram.getMinValue()).isEqualTo(50);
  }

  @Test
  void timeOfWorkIsNoGap() {
    spin(50, 10);
    meter.worked();
    now += 1_000_000;
    spin(50, 200);
    JitterMeter.Jitter jitter = meter.end();
    assertThat(jitter.histogram().getMaxValue()).isEqualTo(50);
    assertThat(jitter.gaps().sorted()).isEmpty();
  }

  @Test
  void longGapIsOneSampleAndAnEvent() {
    spin(50, 10);
    long begin = now;
    spin(2_000_000, 1);
    JitterMeter.Jitter jitter = meter.end();
    assertThat(jitter.histogram().getTotalCount()).isEqualTo(1);
    assertThat(jitter.gaps().sorted()).containsExactly(new LongestGaps.Gap(begin, 2_000_000));
  }

  @Test
  void beginForgets() {
    spin(50, 10);
    spin(70_000, 1);
    meter.begin();
    spin(50, 101);
    JitterMeter.Jitter jitter = meter.end();
    assertThat(jitter.histogram().getMaxValue()).isEqualTo(50);
    assertThat(jitter.gaps().sorted()).isEmpty();
  }
}
