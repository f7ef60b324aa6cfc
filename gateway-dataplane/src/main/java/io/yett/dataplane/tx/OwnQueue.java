package io.yett.dataplane.tx;

import java.nio.ByteBuffer;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * Frames and packets of our own on their way from the control thread, which writes, to the one
 * stage that reads: TX, or RX if they take the policies. Bounded and off-heap.
 */
public final class OwnQueue {
  /** A message of this type is an IP packet; of type n + FRAME a frame for port n. */
  static final int PACKET = 1;

  static final int FRAME = 2;

  private final OneToOneRingBuffer ring;
  private final long base;

  /** Makes an empty queue of that many octets, rounded up to a power of two. */
  public OwnQueue(int bytes) {
    int capacity = BitUtil.findNextPositivePowerOfTwo(bytes);
    AtomicBuffer buffer =
        new UnsafeBuffer(ByteBuffer.allocateDirect(capacity + RingBufferDescriptor.TRAILER_LENGTH));
    this.ring = new OneToOneRingBuffer(buffer);
    this.base = buffer.addressOffset();
  }

  /** Control thread: queues a whole Ethernet frame; false if the queue is full. */
  public boolean frame(int port, DirectBuffer frame, int offset, int length) {
    return ring.write(FRAME + port, frame, offset, length);
  }

  /** Control thread: queues an IP packet; false if the queue is full. */
  public boolean packet(DirectBuffer packet, int offset, int length) {
    return ring.write(PACKET, packet, offset, length);
  }

  /** The reading stage. */
  public boolean isEmpty() {
    return ring.consumerPosition() == ring.producerPosition();
  }

  /** The reading stage: hands up to {@code limit} messages over; returns how many. */
  public int read(MessageHandler handler, int limit) {
    return ring.read(handler, limit);
  }

  /** Address of the octet at an index that a {@link MessageHandler} was given. */
  public long address(int index) {
    return base + index;
  }
}
