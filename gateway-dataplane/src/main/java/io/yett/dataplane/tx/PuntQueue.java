package io.yett.dataplane.tx;

import io.yett.dataplane.control.PuntHandler;
import io.yett.dataplane.control.PuntReason;
import io.yett.dpdk.Memory;
import java.nio.ByteBuffer;
import org.agrona.BitUtil;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * Punted frames and events on their way from the TX stage, which writes, to the control thread,
 * which reads. Bounded and off-heap; what finds it full is refused.
 */
public final class PuntQueue {
  private static final int FRAME = 1;
  private static final int TOO_BIG = 2;
  private static final int ACQUIRE = 3;
  private static final int EXPIRE = 4;
  private static final int UNRESOLVED = 5;
  private static final int PEER_MOVED = 6;
  private static final int UNRESOLVED_IPV6 = 7;
  private static final int PEER_MOVED_IPV6 = 8;
  private static final int HEADER = 8;

  private final OneToOneRingBuffer ring;
  private final long base;
  private final MessageHandler dispatcher = this::dispatch;
  private PuntHandler handler;

  /**
   * Makes an empty queue.
   *
   * @param bytes capacity, rounded up to a power of two; a frame may take an eighth of it
   */
  public PuntQueue(int bytes) {
    int capacity = BitUtil.findNextPositivePowerOfTwo(bytes);
    AtomicBuffer buffer =
        new UnsafeBuffer(ByteBuffer.allocateDirect(capacity + RingBufferDescriptor.TRAILER_LENGTH));
    this.ring = new OneToOneRingBuffer(buffer);
    this.base = buffer.addressOffset();
  }

  // TX stage. Each returns false if the queue is full.

  boolean frame(int port, int reason, long frame, int length) {
    return write(FRAME, port, reason, frame, length);
  }

  boolean tooBig(int port, int mtu, long frame, int length) {
    return write(TOO_BIG, port, mtu, frame, length);
  }

  boolean acquire(int reqId, long packet, int length) {
    return write(ACQUIRE, reqId, 0, packet, length);
  }

  boolean expire(boolean inbound, int spi, int reqId, boolean hard) {
    int flags = (inbound ? 1 : 0) | (hard ? 2 : 0);
    return write(EXPIRE, spi, reqId, flags, 0);
  }

  boolean unresolved(int port, int address) {
    return write(UNRESOLVED, port, address, 0, 0);
  }

  boolean unresolved(int port, long high, long low) {
    return writeIpv6(UNRESOLVED_IPV6, port, 0, high, low, 0);
  }

  boolean peerMoved(int spi, int reqId, long high, long low, int port) {
    return writeIpv6(PEER_MOVED_IPV6, spi, reqId, high, low, port);
  }

  private boolean writeIpv6(int type, int first, int second, long high, long low, int third) {
    int index = ring.tryClaim(type, 32);
    if (index < 0) {
      return false;
    }
    long to = base + index;
    Memory.putInt(to, first);
    Memory.putInt(to + 4, second);
    Memory.putLong(to + 8, high);
    Memory.putLong(to + 16, low);
    Memory.putLong(to + 24, third);
    ring.commit(index);
    return true;
  }

  boolean peerMoved(int spi, int reqId, int address, int port) {
    return write(PEER_MOVED, spi, reqId, address, port);
  }

  /** Control thread: hands up to {@code limit} messages over; returns how many. */
  public int poll(PuntHandler handler, int limit) {
    this.handler = handler;
    return ring.read(dispatcher, limit);
  }

  /** Octets in the queue. Any thread. */
  public int size() {
    return ring.size();
  }

  private boolean write(int type, int first, int second, long data, int length) {
    int index = ring.tryClaim(type, HEADER + length);
    if (index < 0) {
      return false;
    }
    long to = base + index;
    Memory.putInt(to, first);
    Memory.putInt(to + 4, second);
    Memory.copy(data, to + HEADER, length);
    ring.commit(index);
    return true;
  }

  private boolean write(int type, int first, int second, int third, int fourth) {
    int index = ring.tryClaim(type, 16);
    if (index < 0) {
      return false;
    }
    long to = base + index;
    Memory.putInt(to, first);
    Memory.putInt(to + 4, second);
    Memory.putInt(to + 8, third);
    Memory.putInt(to + 12, fourth);
    ring.commit(index);
    return true;
  }

  private void dispatch(int type, MutableDirectBuffer buffer, int index, int length) {
    int first = buffer.getInt(index);
    int second = buffer.getInt(index + 4);
    int data = index + HEADER;
    int dataLength = length - HEADER;
    switch (type) {
      case FRAME -> handler.onFrame(first, PuntReason.ofCode(second), buffer, data, dataLength);
      case TOO_BIG -> handler.onTooBig(first, second, buffer, data, dataLength);
      case ACQUIRE -> handler.onAcquire(first, buffer, data, dataLength);
      case EXPIRE -> {
        int flags = buffer.getInt(index + 8);
        handler.onExpire((flags & 1) != 0, first, second, (flags & 2) != 0);
      }
      case UNRESOLVED -> handler.onUnresolved(first, second);
      case UNRESOLVED_IPV6 ->
          handler.onUnresolved(first, buffer.getLong(index + 8), buffer.getLong(index + 16));
      case PEER_MOVED_IPV6 ->
          handler.onPeerMoved(
              first,
              second,
              buffer.getLong(index + 8),
              buffer.getLong(index + 16),
              buffer.getInt(index + 24));
      case PEER_MOVED ->
          handler.onPeerMoved(first, second, buffer.getInt(index + 8), buffer.getInt(index + 12));
      default -> throw new IllegalStateException("unknown message type " + type);
    }
  }
}
