package io.yett.dataplane.rx;

import io.yett.dataplane.packet.Burst;
import io.yett.dataplane.packet.Ethernet;
import io.yett.dataplane.tx.OwnQueue;
import io.yett.dpdk.Mbuf;
import io.yett.dpdk.Memory;
import io.yett.dpdk.Mempool;
import java.lang.foreign.Arena;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.MessageHandler;

/**
 * Packets of our own that take the policies as if a local host had sent them (RFC 4301 section
 * 5.1). Owned by the RX stage.
 */
final class LocalSource {
  private static final int LIMIT = 16;

  private final OwnQueue queue;
  private final Mempool pool;
  private final Mempool wholePackets;
  private final long larger;
  private final MessageHandler handler = this::fill;
  private Burst burst;
  private int count;

  /** {@code wholePackets} has buffers for packets that are larger than a port's. */
  LocalSource(Arena arena, OwnQueue queue, Mempool pool, Mempool wholePackets) {
    this.queue = queue;
    this.pool = pool;
    this.wholePackets = wholePackets;
    this.larger = arena.allocate(Long.BYTES, Long.BYTES).address();
  }

  /**
   * Fills a burst's mbufs; returns how many. Without free buffers the packets stay in the queue,
   * whose writer then finds it full.
   */
  int receive(Burst burst) {
    if (queue.isEmpty() || !pool.allocate(burst.mbufs(), LIMIT)) {
      return 0;
    }
    this.burst = burst;
    this.count = 0;
    queue.read(handler, LIMIT);
    Mbuf.free(burst.mbufs() + 8L * count, LIMIT - count);
    return count;
  }

  private void fill(int type, DirectBuffer buffer, int index, int length) {
    long mbuf = burst.mbuf(count);
    int room = room(mbuf);
    if (length > room && wholePackets.allocate(larger, 1)) {
      Mbuf.free(burst.mbufs() + 8L * count, 1);
      mbuf = Memory.getLong(larger);
      burst.mbuf(count, mbuf);
      room = room(mbuf);
    }
    // A packet that fits no buffer keeps its header alone, and is dropped as malformed.
    int copied = Math.min(length, room);
    long frame = Mbuf.data(mbuf);
    Ethernet.writeIpv4Header(frame, 0, 0);
    Memory.copy(queue.address(index), frame + Ethernet.HEADER, copied);
    Mbuf.length(mbuf, Ethernet.HEADER + copied);
    count++;
  }

  private static int room(long mbuf) {
    return Mbuf.bufferLength(mbuf) - Mbuf.dataOffset(mbuf) - Ethernet.HEADER;
  }
}
