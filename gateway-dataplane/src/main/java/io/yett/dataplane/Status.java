package io.yett.dataplane;

import io.yett.dataplane.config.DataplaneConfig;
import io.yett.dataplane.control.CounterSource;
import io.yett.dataplane.counters.DropReason;
import io.yett.dataplane.counters.PacketCounters;
import io.yett.dataplane.sachannel.CounterNames;
import io.yett.dataplane.sachannel.CounterSample;
import io.yett.dpdk.DpdkVersion;
import io.yett.dpdk.PortStats;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What {@code yett status} shows of the data plane. Control thread. */
final class Status implements CounterSource {
  private final DataplaneConfig config;
  private final Devices devices;
  private final Pipeline pipeline;
  private final long startNanos;

  Status(DataplaneConfig config, Devices devices, Pipeline pipeline, long startNanos) {
    this.config = config;
    this.devices = devices;
    this.pipeline = pipeline;
    this.startNanos = startNanos;
  }

  @Override
  public void forEachCounter(Consumer<CounterSample> consumer) {
    text(consumer, CounterNames.VERSION, Version.text());
    number(consumer, CounterNames.PID, "", ProcessHandle.current().pid());
    number(
        consumer,
        CounterNames.UPTIME_SECONDS,
        "",
        TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNanos));
    text(consumer, CounterNames.DPDK_VERSION, DpdkVersion.text().replace("DPDK ", ""));
    text(consumer, CounterNames.LANE_SHAPE, config.lane().shape().name().toLowerCase(Locale.ROOT));
    text(consumer, CounterNames.CRYPTO_DEVICE, devices.crypto().name());
    for (int i = 0; i < config.ports().size(); i++) {
      String name = config.ports().get(i).name();
      PortStats stats = devices.ports().get(i).stats();
      number(consumer, CounterNames.PORT_RX_PACKETS, name, stats.rxPackets());
      number(consumer, CounterNames.PORT_TX_PACKETS, name, stats.txPackets());
      number(consumer, CounterNames.PORT_RX_BYTES, name, stats.rxBytes());
      number(consumer, CounterNames.PORT_TX_BYTES, name, stats.txBytes());
    }
    number(consumer, CounterNames.LANES, "", pipeline.lanes());
    for (int i = 0; i < pipeline.lanes(); i++) {
      lane(consumer, Integer.toString(i), pipeline.counters(i));
    }
    PacketCounters all = pipeline.counters();
    for (DropReason reason : DropReason.values()) {
      number(consumer, CounterNames.DROPS, reason.label(), all.dropped(reason));
    }
  }

  private static void lane(
      Consumer<CounterSample> consumer, String number, PacketCounters counters) {
    number(consumer, CounterNames.LANE_RECEIVED, number, counters.received());
    number(consumer, CounterNames.LANE_INJECTED, number, counters.injected());
    number(consumer, CounterNames.LANE_TAKEN_OVER, number, counters.takenOver());
    number(consumer, CounterNames.LANE_TRANSMITTED, number, counters.transmitted());
    number(consumer, CounterNames.LANE_PUNTED, number, counters.punted());
    number(consumer, CounterNames.LANE_RESHAPED, number, counters.reshaped());
    number(consumer, CounterNames.LANE_WAITING, number, counters.waiting());
    number(consumer, CounterNames.LANE_HANDED_OVER, number, counters.handedOver());
    number(consumer, CounterNames.LANE_DROPPED, number, counters.dropped());
  }

  private static void text(Consumer<CounterSample> consumer, String name, String value) {
    consumer.accept(new CounterSample(name, value, 1));
  }

  private static void number(
      Consumer<CounterSample> consumer, String name, String label, long value) {
    consumer.accept(new CounterSample(name, label, value));
  }
}
