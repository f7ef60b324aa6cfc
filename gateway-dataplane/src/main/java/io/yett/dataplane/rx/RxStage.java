package io.yett.dataplane.rx;

import io.yett.dataplane.counters.LaneCounters;
import io.yett.dataplane.packet.Burst;
import io.yett.dpdk.Port;
import java.util.List;
import org.agrona.concurrent.NanoClock;

/** Takes bursts from the ports in turn. One thread, which owns that receive queue of each port. */
public final class RxStage {
  /** Cache lines of each packet that are asked for ahead: Ethernet, IP and ESP headers. */
  private static final int PREFETCHED_LINES = 1;

  private final Port[] ports;
  private final int queue;
  private final int burstSize;
  private final NanoClock clock;
  private final LaneCounters counters;
  private int next;

  /**
   * Joins the parts.
   *
   * @param queue the receive queue that this lane has on each port
   * @param burstSize packets taken at once, 1..64
   */
  public RxStage(
      List<Port> ports, int queue, int burstSize, NanoClock clock, LaneCounters counters) {
    this.ports = ports.toArray(Port[]::new);
    this.queue = queue;
    this.burstSize = burstSize;
    this.clock = clock;
    this.counters = counters;
  }

  /** Fills a burst from the next port; returns how many packets it has. */
  public int receive(Burst burst) {
    int index = next;
    next = index + 1 == ports.length ? 0 : index + 1;
    int count = ports[index].rxBurstPrefetch(queue, burst.mbufs(), burstSize, PREFETCHED_LINES);
    counters.countPoll(count);
    if (count != 0) {
      burst.reset(index, count, clock.nanoTime());
    }
    return count;
  }

  /** Ports that {@link #receive} takes in turn. */
  public int ports() {
    return ports.length;
  }
}
