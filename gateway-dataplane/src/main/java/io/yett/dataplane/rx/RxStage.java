package io.yett.dataplane.rx;

import io.yett.dataplane.counters.LaneCounters;
import io.yett.dataplane.packet.Burst;
import io.yett.dataplane.packet.Origin;
import io.yett.dataplane.tx.OwnQueue;
import io.yett.dataplane.tx.ReentryQueue;
import io.yett.dpdk.Mbuf;
import io.yett.dpdk.Mempool;
import io.yett.dpdk.Port;
import java.lang.foreign.Arena;
import java.util.List;
import org.agrona.concurrent.NanoClock;

/** Takes bursts from the ports in turn. One thread, which owns that receive queue of each port. */
public final class RxStage {
  /** Cache lines of each packet that are asked for ahead: Ethernet, IP and ESP headers. */
  private static final int PREFETCHED_LINES = 1;

  /** Bursts for which a reading of the clock does. */
  private static final int MAX_CLOCK_AGE = 16;

  private final Port[] ports;
  private final int queue;
  private final int burstSize;
  private final NanoClock clock;
  private final LaneCounters counters;
  private final int lane;
  private final ReentryQueue[] lanes;
  private final LocalSource local;
  private int next;
  private int nextInside;
  private int emptyPolls;
  private int clockAge;
  private long time;

  /**
   * Joins the parts.
   *
   * @param arena owns its memory
   * @param queue the receive queue that this lane has on each port
   * @param burstSize packets taken at once, 1..64
   * @param local packets of our own that take the policies
   * @param pool where their buffers come from
   * @param wholePackets where those of the larger ones come from
   * @param lane number of the lane that this is in
   * @param lanes the queue from each lane; from this one comes what is classified once more
   */
  public RxStage(
      Arena arena,
      List<Port> ports,
      int queue,
      int burstSize,
      OwnQueue local,
      Mempool pool,
      Mempool wholePackets,
      int lane,
      ReentryQueue[] lanes,
      NanoClock clock,
      LaneCounters counters) {
    this.lane = lane;
    this.lanes = lanes.clone();
    this.local = new LocalSource(arena, local, pool, wholePackets);
    this.ports = ports.toArray(Port[]::new);
    this.queue = queue;
    this.burstSize = burstSize;
    this.clock = clock;
    this.counters = counters;
  }

  /**
   * Fills a burst from the next port, or with what has no port; returns how many packets it has.
   */
  public int receive(Burst burst) {
    int count = receiveNext(burst);
    emptyPolls = count == 0 ? emptyPolls + 1 : 0;
    return count;
  }

  /**
   * The time, read from the clock every few bursts only, and at once after idleness: a lane's
   * timers are of milliseconds at least.
   */
  private long now() {
    if (emptyPolls > ports.length || ++clockAge == MAX_CLOCK_AGE || time == 0) {
      clockAge = 0;
      time = clock.nanoTime();
    }
    return time;
  }

  /**
   * Asks one port after the other, and between the last and the first what has no port, until there
   * is something: so an idle port costs a call and no round, and a busy one leaves others their
   * turn.
   */
  private int receiveNext(Burst burst) {
    for (int polls = ports.length; polls > 0; polls--) {
      if (next == ports.length) {
        next = 0;
        int count = receiveInside(burst);
        if (count != 0) {
          return count;
        }
      }
      int index = next++;
      int count = ports[index].rxBurstPrefetch(queue, burst.mbufs(), burstSize, PREFETCHED_LINES);
      counters.countPoll(count);
      if (count != 0) {
        burst.reset(index, count, now());
        return count;
      }
    }
    return 0;
  }

  /** From the lanes in turn, then from ourselves. */
  private int receiveInside(Burst burst) {
    for (int polls = lanes.length; polls > 0; polls--) {
      int from = nextInside;
      nextInside = from + 1 == lanes.length ? 0 : from + 1;
      int count = lanes[from].take(burst, burstSize, now());
      if (count != 0) {
        if (from != lane) {
          Mbuf.prefetch(burst.mbufs(), count, 0);
          counters.countTakenOver(count);
        }
        return count;
      }
    }
    return receiveLocal(burst);
  }

  private int receiveLocal(Burst burst) {
    int count = local.receive(burst);
    if (count != 0) {
      burst.reset(Origin.OWN, count, now());
      counters.countOwn(count);
    }
    return count;
  }
}
