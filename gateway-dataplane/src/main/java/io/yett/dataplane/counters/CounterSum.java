package io.yett.dataplane.counters;

import java.util.List;
import java.util.function.ToLongFunction;

/** What all lanes have counted, added up. Any thread. */
public final class CounterSum implements PacketCounters {
  private final List<PacketCounters> lanes;

  /** The sum of these, whenever it is read. */
  public CounterSum(List<? extends PacketCounters> lanes) {
    this.lanes = List.copyOf(lanes);
  }

  @Override
  public long received() {
    return sum(PacketCounters::received);
  }

  @Override
  public long injected() {
    return sum(PacketCounters::injected);
  }

  @Override
  public long reshaped() {
    return sum(PacketCounters::reshaped);
  }

  @Override
  public long fragmentsMade() {
    return sum(PacketCounters::fragmentsMade);
  }

  @Override
  public long reassembled() {
    return sum(PacketCounters::reassembled);
  }

  @Override
  public long waiting() {
    return sum(PacketCounters::waiting);
  }

  @Override
  public long takenOver() {
    return sum(PacketCounters::takenOver);
  }

  @Override
  public long transmitted() {
    return sum(PacketCounters::transmitted);
  }

  @Override
  public long punted() {
    return sum(PacketCounters::punted);
  }

  @Override
  public long handedOver() {
    return sum(PacketCounters::handedOver);
  }

  @Override
  public long lostEvents() {
    return sum(PacketCounters::lostEvents);
  }

  @Override
  public long polls() {
    return sum(PacketCounters::polls);
  }

  @Override
  public long idlePolls() {
    return sum(PacketCounters::idlePolls);
  }

  @Override
  public long bursts() {
    return sum(PacketCounters::bursts);
  }

  @Override
  public long flowMisses() {
    return sum(PacketCounters::flowMisses);
  }

  @Override
  public long dropped(DropReason reason) {
    return sum(lane -> lane.dropped(reason));
  }

  private long sum(ToLongFunction<PacketCounters> counter) {
    return lanes.stream().mapToLong(counter).sum();
  }
}
