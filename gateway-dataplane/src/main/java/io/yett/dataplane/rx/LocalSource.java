package io.yett.dataplane.rx;

import io.yett.dataplane.packet.Burst;
import io.yett.dataplane.packet.Ethernet;
import io.yett.dataplane.tx.OwnQueue;
import io.yett.dpdk.Mbuf;
import io.yett.dpdk.Memory;
import io.yett.dpdk.Mempool;
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
  private final MessageHandler handler = this::fill;
  private Burst burst;
  private int count;

  LocalSource(OwnQueue queue, Mempool pool) {
    this.queue = queue;
    this.pool = pool;
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
    int room = Mbuf.bufferLength(mbuf) - Mbuf.dataOffset(mbuf) - Ethernet.HEADER;
    // A packet that fits no buffer keeps its header alone, and is dropped as malformed.
    int copied = Math.min(length, room);
    long frame = Mbuf.data(mbuf);
    Memory.copy(queue.address(index), frame + Ethernet.HEADER, copied);
    Ethernet.writeIpHeader(frame, 0, 0);
    Mbuf.length(mbuf, Ethernet.HEADER + copied);
    count++;
  }
}
