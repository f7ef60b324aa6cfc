package io.yett.perf.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.yett.perf.latency.LaneTimer.Times;
import io.yett.perf.latency.SchedulerWatch.Sample;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** Rounds of one load become one row. */
class LoadSummaryTest {
  private static final Sample NOTHING = new Sample(0, 0, 0, 0);

  private static Histogram histogram(long nanos, long packets) {
    Recording recording = new Recording();
    recording.record(nanos, packets);
    Histogram sum = Recording.empty();
    recording.addTo(sum);
    return sum;
  }

  private static Phase phase(long begin, long nanos, long packets, long gap) {
    LongestGaps gaps = new LongestGaps();
    gaps.offer(begin + 10, gap);
    return new Phase(
        begin,
        packets,
        3,
        new Times(histogram(nanos, packets), histogram(2 * nanos, packets), gaps),
        new JitterMeter.Jitter(histogram(nanos / 2, 5), new LongestGaps()),
        1,
        new Sample(1_000_000_000, 10_000_000, 2, 0));
  }

  @Test
  void histogramsAreMergedAndCountsAdded() {
    LoadSummary summary = new LoadSummary(0.7);
    summary.add(phase(0, 1_000, 99_000, 20_000));
    summary.add(phase(2_000_000_000, 8_000, 1_000, 50_000));
    Safepoints safepoints =
        new Safepoints(
            List.of(
                new Safepoints.Stop("safepoint A", 5, 7),
                new Safepoints.Stop("safepoint B", 1_500_000_000, 7),
                new Safepoints.Stop("safepoint C", 2_000_000_000, 49_000)));
    LatencyRow row = summary.row(safepoints, (begin, end) -> NOTHING, 1);
    assertThat(row.load()).isEqualTo(0.7);
    assertThat(row.packets()).isEqualTo(100_000);
    assertThat(row.mpps()).isCloseTo(0.05, within(1e-9));
    assertThat(row.p50()).isEqualTo(1_000);
    assertThat(row.p90()).isEqualTo(1_000);
    assertThat(row.p99()).as("99 % and not one packet more").isEqualTo(1_000);
    assertThat((double) row.p999()).isCloseTo(8_000, within(10.0));
    assertThat((double) row.max()).isCloseTo(8_000, within(10.0));
    assertThat((double) row.sojournMax()).isCloseTo(16_000, within(20.0));
    assertThat(row.refused()).isEqualTo(6);
    assertThat(row.collections()).isEqualTo(2);
    assertThat(row.switches()).isEqualTo(4);
    assertThat(row.cpuShare()).isCloseTo(0.99, within(1e-9));
    assertThat(row.safepoints()).as("B was between the rounds").isEqualTo(2);
    assertThat(row.safepointNanos()).isEqualTo(49_007);
    assertThat(row.worstGap()).isEqualTo(50_000);
    assertThat(row.worstGapCause()).contains("safepoint C");
    assertThat(row.gapCauses())
        .contains("other stops of the JVM 1 (50.0 us)", "not witnessed 1 (20.0 us)");
  }

  @Test
  void nothingLongIsNoGap() {
    LoadSummary summary = new LoadSummary(0.1);
    summary.add(phase(0, 1_000, 10, 0));
    LatencyRow row = summary.row(new Safepoints(List.of()), (begin, end) -> NOTHING, 1);
    assertThat(row.worstGap()).isZero();
    assertThat(row.worstGapCause()).isEqualTo("no gap worth the name");
    assertThat(row.gapCauses()).isEqualTo("none");
  }

  @Test
  void recordingIsTakenOnceAndBoundsWhatIsTooLong() {
    Recording recording = new Recording();
    recording.record(-5, 1);
    recording.record(Long.MAX_VALUE, 1);
    Histogram sum = Recording.empty();
    recording.addTo(sum);
    recording.addTo(sum);
    assertThat(sum.getTotalCount()).isEqualTo(2);
    assertThat(sum.getMinValue()).isZero();
    assertThat((double) sum.getMaxValue()).isCloseTo(Recording.MOST_NANOS, within(1e7));
    recording.record(1, 1);
    recording.reset();
    recording.addTo(sum);
    assertThat(sum.getTotalCount()).isEqualTo(2);
  }

  @Test
  void resultSurvivesJson() {
    LoadSummary summary = new LoadSummary(0.7);
    summary.add(phase(0, 1_000, 10, 20_000));
    LatencyRow row = summary.row(new Safepoints(List.of()), (begin, end) -> NOTHING, 1);
    LatencyResult result =
        new LatencyResult(
            "64", 32, "multi_buffer", true, 1, 0, 12.5, true, 1, 2, 3, row, List.of(row));
    assertThat(LatencyResult.fromJson(result.toJson())).isEqualTo(result);
    assertThat(result.toJson()).contains("\"latency\":[{\"load\":0.7,").contains("\"p9999\":1000");
    assertThat(LatencyText.of(result)).contains("70 %: p99.9 is 1.0 burst times");
  }
}
