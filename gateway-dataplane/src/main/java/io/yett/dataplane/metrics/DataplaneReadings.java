package io.yett.dataplane.metrics;

import io.yett.dataplane.Pipeline;
import io.yett.dataplane.counters.DropReason;
import io.yett.dataplane.counters.LaneCounters;
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

  /** A lane and its drops. */
  public void addLane(Pipeline pipeline) {
    LaneCounters counters = pipeline.counters();
    addLane("lane.received.packets", "Packets taken from ports.", counters::received);
    addLane(
        "lane.injected.packets",
        "Packets of our own, and fragments made of others.",
        counters::injected);
    addLane("lane.transmitted.packets", "Packets that ports took.", counters::transmitted);
    addLane("lane.punted.packets", "Packets handed to the control thread.", counters::punted);
    addLane(
        "lane.reshaped.packets",
        "Packets that went on as others: cut into fragments, or put together from them.",
        counters::reshaped);
    addLane(
        "lane.fragments.made", "Fragments that packets were cut into.", counters::fragmentsMade);
    addLane(
        "lane.reassembled.packets",
        "Packets that were put together from fragments.",
        counters::reassembled);
    addLane("lane.polls", "Times that ports were asked for packets.", counters::polls);
    addLane("lane.idle.polls", "Polls that found nothing.", counters::idlePolls);
    addLane("lane.bursts", "Bursts of at least one packet.", counters::bursts);
    addLane(
        "lane.flow.misses",
        "Packets that took the ordered search of the SPD.",
        counters::flowMisses);
    addLane(
        "lane.lost.events",
        "Events that found the queue to the control thread full.",
        counters::lostEvents);
    readings.add(
        Reading.gauge(
                "lane.fragments.waiting", "Fragments that wait for others.", counters::waiting)
            .labeled("lane", "0"));
    readings.add(
        Reading.gauge("lane.ring.occupancy", "Bursts under way in the lane.", pipeline::occupancy)
            .labeled("lane", "0"));
    readings.add(
        Reading.gauge("lane.ring.capacity", "Bursts that may be under way.", pipeline::capacity)
            .labeled("lane", "0"));
    for (DropReason reason : DropReason.values()) {
      readings.add(
          Reading.counter("drops", "Packets dropped, by reason.", () -> counters.dropped(reason))
              .labeled("reason", reason.label()));
    }
  }

  private void addLane(String name, String help, LongSupplier value) {
    readings.add(Reading.counter(name, help, value).labeled("lane", "0"));
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

  /** A pool of packet buffers. */
  public void addBuffers(Mempool pool) {
    readings.add(Reading.gauge("buffers.free", "Packet buffers that are free.", pool::available));
    readings.add(Reading.gauge("buffers.capacity", "Packet buffers in all.", pool::count));
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
