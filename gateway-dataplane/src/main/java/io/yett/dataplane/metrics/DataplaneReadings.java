package io.yett.dataplane.metrics;

import io.yett.dataplane.Pipeline;
import io.yett.dataplane.counters.DropReason;
import io.yett.dataplane.counters.PacketCounters;
import io.yett.dataplane.counters.SlowPathCounter;
import io.yett.dataplane.counters.SlowPathCounters;
import io.yett.dpdk.Mempool;
import io.yett.dpdk.Port;
import io.yett.dpdk.PortStats;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/** All readings of the data plane but those of single SAs. */
public final class DataplaneReadings {
  private final List<Reading> readings = new ArrayList<>();

  /** All of them, in the order in which people should see them. */
  public List<Reading> all() {
    return List.copyOf(readings);
  }

  /** A port, by its name in the configuration. */
  public void addPort(String name, Port port) {
    add(name, port, "port.received.packets", "Packets received.", PortStats::rxPackets);
    add(name, port, "port.transmitted.packets", "Packets transmitted.", PortStats::txPackets);
    add(name, port, "port.received.bytes", "Octets received.", PortStats::rxBytes);
    add(name, port, "port.transmitted.bytes", "Octets transmitted.", PortStats::txBytes);
    add(
        name,
        port,
        "port.receive.missed",
        "Packets that the device dropped because its queue was full.",
        PortStats::rxMissed);
    add(name, port, "port.receive.errors", "Packets received with errors.", PortStats::rxErrors);
    add(
        name,
        port,
        "port.transmit.errors",
        "Packets that the device failed to transmit.",
        PortStats::txErrors);
    add(
        name,
        port,
        "port.receive.no.buffer",
        "Packets that found no free buffer.",
        PortStats::rxNoMbuf);
    readings.add(
        Reading.gauge("port.link.mbps", "Link speed in Mbit/s; 0 is down.", port::linkSpeed)
            .labeled("port", name));
  }

  private void add(
      String name, Port port, String reading, String help, ToLongFunction<PortStats> field) {
    readings.add(
        Reading.counter(reading, help, () -> field.applyAsLong(port.stats()))
            .labeled("port", name));
  }

  /** All lanes, each by its number, and why packets fell in any of them. */
  public void addLanes(Pipeline pipeline) {
    for (int i = 0; i < pipeline.lanes(); i++) {
      addLane(pipeline, i);
    }
    PacketCounters all = pipeline.counters();
    for (DropReason reason : DropReason.values()) {
      readings.add(
          Reading.counter("drops", "Packets dropped, by reason.", () -> all.dropped(reason))
              .labeled("reason", reason.label()));
    }
  }

  private void addLane(Pipeline pipeline, int lane) {
    PacketCounters counters = pipeline.counters(lane);
    add(lane, "lane.received.packets", "Packets taken from ports.", counters::received);
    add(
        lane,
        "lane.injected.packets",
        "Packets of our own, and fragments made of others.",
        counters::injected);
    add(
        lane,
        "lane.taken.over.packets",
        "Packets that other lanes received and this one judges.",
        counters::takenOver);
    add(lane, "lane.transmitted.packets", "Packets that ports took.", counters::transmitted);
    add(lane, "lane.punted.packets", "Packets handed to the control thread.", counters::punted);
    add(
        lane,
        "lane.handed.over.packets",
        "Packets given to other lanes, which judge them.",
        counters::handedOver);
    add(lane, "lane.dropped.packets", "Packets dropped.", counters::dropped);
    add(
        lane,
        "lane.reshaped.packets",
        "Packets that went on as others: cut into fragments, or put together from them.",
        counters::reshaped);
    add(
        lane,
        "lane.fragments.made",
        "Fragments that packets were cut into.",
        counters::fragmentsMade);
    add(
        lane,
        "lane.reassembled.packets",
        "Packets that were put together from fragments.",
        counters::reassembled);
    addGauge(lane, "lane.fragments.waiting", "Fragments that wait for others.", counters::waiting);
    add(lane, "lane.polls", "Times that ports were asked for packets.", counters::polls);
    add(lane, "lane.idle.polls", "Polls that found nothing.", counters::idlePolls);
    add(lane, "lane.bursts", "Bursts of at least one packet.", counters::bursts);
    add(
        lane,
        "lane.flow.misses",
        "Packets that took the ordered search of the SPD.",
        counters::flowMisses);
    add(
        lane,
        "lane.lost.events",
        "Events that found the queue to the control thread full.",
        counters::lostEvents);
    addGauge(
        lane,
        "lane.ring.occupancy",
        "Bursts under way in the lane.",
        () -> pipeline.occupancy(lane));
    addGauge(lane, "lane.ring.capacity", "Bursts that may be under way.", pipeline::capacity);
  }

  private void add(int lane, String name, String help, LongSupplier value) {
    readings.add(Reading.counter(name, help, value).labeled("lane", Integer.toString(lane)));
  }

  private void addGauge(int lane, String name, String help, LongSupplier value) {
    readings.add(Reading.gauge(name, help, value).labeled("lane", Integer.toString(lane)));
  }

  /** What the control thread counts of ARP, ICMP and IKE. */
  public void addSlowPath(SlowPathCounters counters) {
    for (SlowPathCounter counter : SlowPathCounter.values()) {
      readings.add(
          Reading.counter(
                  "slow.path",
                  "What the control thread did with ARP, ICMP and IKE, by event.",
                  () -> counters.get(counter))
              .labeled("event", counter.label()));
    }
  }

  /** A lane's pool of packet buffers. */
  public void addBuffers(int lane, Mempool pool) {
    addGauge(lane, "buffers.free", "Packet buffers that are free.", pool::available);
    addGauge(lane, "buffers.capacity", "Packet buffers in all.", pool::count);
  }

  /** Anything else. */
  public void addGauge(String name, String help, LongSupplier value) {
    readings.add(Reading.gauge(name, help, value));
  }

  /** Anything else that only grows. */
  public void addCounter(String name, String help, LongSupplier value) {
    readings.add(Reading.counter(name, help, value));
  }
}
