package io.yett.dataplane.tx;

import io.yett.dataplane.counters.DropReason;
import io.yett.dataplane.counters.LaneCounters;
import io.yett.dpdk.Mbuf;
import io.yett.dpdk.Memory;
import io.yett.dpdk.Port;
import java.lang.foreign.Arena;

/** Packets gathered for one port's transmit queue. Owned by the TX stage. */
final class PortQueue {
  static final int CAPACITY = 64;

  /** Attempts to hand packets to a port that is busy. */
  private static final int ATTEMPTS = 4;

  private final Port port;
  private final int queue;
  private final LaneCounters counters;
  private final long mbufs;
  private int count;

  PortQueue(Arena arena, Port port, int queue, LaneCounters counters) {
    this.port = port;
    this.queue = queue;
    this.counters = counters;
    this.mbufs = arena.allocate(8L * CAPACITY, 64).address();
  }

  /** Adds a packet, and sends all if the array is full. */
  void add(long mbuf) {
    Memory.putLong(mbufs + 8L * count, mbuf);
    if (++count == CAPACITY) {
      flush();
    }
  }

  /** Sends what there is; what the port does not take falls. */
  void flush() {
    if (count != 0) {
      int gathered = count;
      count = 0;
      transmit(mbufs, gathered);
    }
  }

  /** Sends packets from an array of mbuf addresses, behind those that were added before. */
  void send(long array, int packets) {
    flush();
    if (packets != 0) {
      transmit(array, packets);
    }
  }

  private void transmit(long array, int packets) {
    int sent = port.txBurst(queue, array, packets);
    for (int i = 1; sent < packets && i < ATTEMPTS; i++) {
      sent += port.txBurst(queue, array + 8L * sent, packets - sent);
    }
    counters.countTransmitted(sent);
    if (sent < packets) {
      Mbuf.free(array + 8L * sent, packets - sent);
      counters.countDrops(DropReason.TX_QUEUE_FULL, packets - sent);
    }
  }
}
