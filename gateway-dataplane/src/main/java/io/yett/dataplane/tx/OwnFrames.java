package io.yett.dataplane.tx;

import io.yett.dataplane.packet.Ethernet;
import io.yett.dataplane.packet.Ipv4;
import io.yett.dataplane.route.Forwarding;
import io.yett.dpdk.Mbuf;
import io.yett.dpdk.Memory;
import io.yett.dpdk.Mempool;
import java.lang.foreign.Arena;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.MessageHandler;

/** Gives our own frames and packets buffers, and sends them. Owned by the TX stage. */
final class OwnFrames {
  private static final int LIMIT = 16;

  private final OwnQueue queue;
  private final Mempool pool;
  private final TxStage tx;
  private final long array;
  private final MessageHandler handler = this::send;
  private Forwarding forwarding;
  private long nanoTime;

  OwnFrames(Arena arena, OwnQueue queue, Mempool pool, TxStage tx) {
    this.queue = queue;
    this.pool = pool;
    this.tx = tx;
    this.array = arena.allocate(8, 8).address();
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  /** Sends some of what is queued; returns how many. */
  int send(Forwarding forwarding, long nanoTime) {
    this.forwarding = forwarding;
    this.nanoTime = nanoTime;
    return queue.read(handler, LIMIT);
  }

  private void send(int type, DirectBuffer buffer, int index, int length) {
    tx.countInjected();
    boolean packet = type == OwnQueue.PACKET;
    int header = packet ? Ethernet.HEADER : 0;
    long mbuf = allocate(header + length, packet ? Ipv4.HEADER : Ethernet.HEADER - header, length);
    if (mbuf == 0) {
      tx.countNoBuffer();
      return;
    }
    Memory.copy(queue.address(index), Mbuf.data(mbuf) + header, length);
    if (packet) {
      tx.sendPacket(mbuf, forwarding, nanoTime);
    } else {
      tx.sendFrame(mbuf, type - OwnQueue.FRAME);
    }
  }

  /** An mbuf of that length, or 0 if there is none or the packet fits none. */
  private long allocate(int length, int minimum, int packetLength) {
    if (packetLength < minimum || !pool.allocate(array, 1)) {
      return 0;
    }
    long mbuf = Memory.getLong(array);
    if (length > Mbuf.bufferLength(mbuf) - Mbuf.dataOffset(mbuf)) {
      Mbuf.free(array, 1);
      return 0;
    }
    Mbuf.length(mbuf, length);
    return mbuf;
  }
}
