package io.yett.dataplane.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dataplane.sachannel.SaStatus;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * Metrics of single SAs, from a reading of all that the control thread publishes about once a
 * second. At most {@link #MAX_SAS} are shown one by one, so that the number of time series is
 * bounded. Any thread.
 */
public final class SaReadings implements MultiCollector {
  /** SAs that have time series of their own; the others are in the sums alone. */
  static final int MAX_SAS = 1_000;

  private static final String PREFIX = "yett_dataplane_sa_";

  /**
   * What is kept of a reading.
   *
   * @param shown those with time series of their own
   */
  private record Published(List<SaStatus> shown, long inbound, long outbound) {
    long notShown() {
      return inbound + outbound - shown.size();
    }
  }

  private volatile Published published = new Published(List.of(), 0, 0);

  /** Publishes a reading. Control thread. */
  public void publish(List<SaStatus> reading) {
    long inbound = 0;
    for (SaStatus sa : reading) {
      inbound += sa.spec().direction() == SaDirection.INBOUND ? 1 : 0;
    }
    published =
        new Published(
            List.copyOf(reading.subList(0, Math.min(reading.size(), MAX_SAS))),
            inbound,
            reading.size() - inbound);
  }

  @Override
  public MetricSnapshots collect() {
    Published last = published;
    List<SaStatus> shown = last.shown();
    return MetricSnapshots.builder()
        .metricSnapshot(counter("packets", "Packets that passed an SA.", shown, SaStatus::packets))
        .metricSnapshot(
            counter("bytes", "Octets of inner packets that passed an SA.", shown, SaStatus::bytes))
        .metricSnapshot(
            counter(
                "replay_drops",
                "Packets that the replay window refused.",
                shown,
                SaStatus::replayDrops))
        .metricSnapshot(
            counter("auth_failures", "Packets whose ICV was wrong.", shown, SaStatus::authFailures))
        .metricSnapshot(age(shown))
        .metricSnapshot(count(last))
        .metricSnapshot(
            GaugeSnapshot.builder()
                .name("yett_dataplane_sas_not_shown")
                .help("SAs without time series of their own, beyond the limit.")
                .dataPoint(GaugeDataPointSnapshot.builder().value((double) last.notShown()).build())
                .build())
        .build();
  }

  private static CounterSnapshot counter(
      String name, String help, List<SaStatus> sas, ToLongFunction<SaStatus> field) {
    CounterSnapshot.Builder builder = CounterSnapshot.builder().name(PREFIX + name).help(help);
    for (SaStatus sa : sas) {
      builder.dataPoint(
          CounterDataPointSnapshot.builder()
              .labels(labels(sa))
              .value((double) field.applyAsLong(sa))
              .build());
    }
    return builder.build();
  }

  private static GaugeSnapshot age(List<SaStatus> sas) {
    GaugeSnapshot.Builder builder =
        GaugeSnapshot.builder().name(PREFIX + "age_seconds").help("Seconds since installation.");
    for (SaStatus sa : sas) {
      builder.dataPoint(
          GaugeDataPointSnapshot.builder()
              .labels(labels(sa))
              .value((double) sa.ageSeconds())
              .build());
    }
    return builder.build();
  }

  private static GaugeSnapshot count(Published last) {
    GaugeSnapshot.Builder builder =
        GaugeSnapshot.builder().name("yett_dataplane_sas").help("Installed SAs, by direction.");
    for (SaDirection direction : SaDirection.values()) {
      builder.dataPoint(
          GaugeDataPointSnapshot.builder()
              .labels(Labels.of("direction", text(direction)))
              .value((double) (direction == SaDirection.INBOUND ? last.inbound() : last.outbound()))
              .build());
    }
    return builder.build();
  }

  private static Labels labels(SaStatus sa) {
    return Labels.of(
        "sa",
        sa.spec().name(),
        "direction",
        text(sa.spec().direction()),
        "spi",
        String.format(Locale.ROOT, "0x%08x", sa.spec().spi()));
  }

  private static String text(SaDirection direction) {
    return direction.name().toLowerCase(Locale.ROOT);
  }
}
