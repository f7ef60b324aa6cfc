package io.yett.dataplane.tx;

import io.yett.dataplane.counters.LaneCounters;
import io.yett.dataplane.packet.Burst;
import io.yett.dataplane.packet.Ethernet;
import io.yett.dataplane.packet.Event;
import io.yett.dataplane.sad.SaSlot;
import io.yett.dpdk.Mbuf;
import io.yett.dpdk.Memory;

/** Tells the control thread what it must know, at a bounded rate. Owned by the TX stage. */
final class EventWriter {
  private static final long ACQUIRE_INTERVAL = 500_000_000;
  private static final long UNRESOLVED_INTERVAL = 100_000_000;
  private static final long MOVED_INTERVAL = 1_000_000_000;

  /** Octets of the packet that an ACQUIRE carries: enough for its selectors. */
  private static final int ACQUIRE_LENGTH = 128;

  private final PuntQueue queue;
  private final LaneCounters counters;
  private final RateLimit acquires = new RateLimit(ACQUIRE_INTERVAL);
  private final RateLimit unresolved = new RateLimit(UNRESOLVED_INTERVAL);
  private final RateLimit moves = new RateLimit(MOVED_INTERVAL);

  EventWriter(PuntQueue queue, LaneCounters counters) {
    this.queue = queue;
    this.counters = counters;
  }

  /** Writes an entry's event. */
  void write(long mbuf, long entry, long nanoTime) {
    switch (Burst.event(entry)) {
      case Event.ACQUIRE -> acquire(mbuf, entry, nanoTime);
      case Event.SOFT_LIMIT -> expire(Burst.sa(entry), false, false);
      case Event.HARD_LIMIT -> expire(Burst.sa(entry), false, true);
      default -> throw new IllegalStateException("unknown event " + Burst.event(entry));
    }
  }

  void expire(long sa, boolean inbound, boolean hard) {
    count(queue.expire(inbound, SaSlot.spi(sa), SaSlot.reqId(sa), hard));
  }

  void unresolved(int port, int address, long nanoTime) {
    long key = (1L << 63) | ((long) port << 32) | (address & 0xFFFF_FFFFL);
    if (unresolved.tryPass(key, nanoTime)) {
      count(queue.unresolved(port, address));
    }
  }

  /** The same for an IPv6 next hop, host order. */
  void unresolved(int port, long high, long low, long nanoTime) {
    long key = (1L << 63) | (high * 31 + low + port);
    if (unresolved.tryPass(key, nanoTime)) {
      count(queue.unresolved(port, high, low));
    }
  }

  /** {@code movedPeer} is the address of what the classifier kept. */
  void peerMoved(long sa, long movedPeer, long nanoTime) {
    if (moves.tryPass(sa, nanoTime)) {
      int address = Memory.getNetworkInt(movedPeer);
      int port = Memory.getNetworkShort(movedPeer + 4);
      if (address == 0) {
        long high = Memory.getNetworkLong(movedPeer + 8);
        long low = Memory.getNetworkLong(movedPeer + 16);
        count(queue.peerMoved(SaSlot.spi(sa), SaSlot.reqId(sa), high, low, port));
        return;
      }
      count(queue.peerMoved(SaSlot.spi(sa), SaSlot.reqId(sa), address, port));
    }
  }

  private void acquire(long mbuf, long entry, long nanoTime) {
    int reqId = Burst.hop(entry);
    if (acquires.tryPass(reqId, nanoTime)) {
      long packet = Mbuf.data(mbuf) + Ethernet.HEADER;
      int length = Math.min(Burst.l3Length(entry), ACQUIRE_LENGTH);
      count(queue.acquire(reqId, packet, length));
    }
  }

  private void count(boolean written) {
    if (!written) {
      counters.countLostEvent();
    }
  }
}
