package io.yett.dataplane.sachannel;

import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * The writing end of the event ring. Its positions lie in memory that another process can write, so
 * they are checked before each use. Owned by the control thread.
 */
final class EventRing {
  /** The only record type in either ring; what a message is, its SBE header says. */
  static final int RECORD_TYPE = 1;

  private final UnsafeBuffer buffer;
  private final RingBuffer ring;
  private long tail;
  private boolean corrupt;

  EventRing(UnsafeBuffer buffer) {
    this.buffer = buffer;
    this.ring = new OneToOneRingBuffer(buffer);
  }

  /** Writes one message; false if there is no room, or the ring is damaged. */
  boolean write(UnsafeBuffer message, int length) {
    try {
      if (corrupt || !sound()) {
        corrupt = true;
        return false;
      }
      boolean written = ring.write(RECORD_TYPE, message, 0, length);
      tail = tailPosition();
      return written;
    } catch (RuntimeException | InternalError e) {
      corrupt = true; // a position changed after the check, or the file was cut
      return false;
    }
  }

  /** Whether the ring makes no sense any more and must be wiped. */
  boolean corrupt() {
    return corrupt;
  }

  private boolean sound() {
    int capacity = ring.capacity();
    long used = tail - position(RingBufferDescriptor.HEAD_POSITION_OFFSET);
    long cached = tail - position(RingBufferDescriptor.HEAD_CACHE_POSITION_OFFSET);
    return tailPosition() == tail
        && used >= 0
        && used <= capacity
        && cached >= used
        && cached <= capacity;
  }

  private long tailPosition() {
    return position(RingBufferDescriptor.TAIL_POSITION_OFFSET);
  }

  private long position(int offset) {
    return buffer.getLongVolatile(ring.capacity() + offset);
  }
}
