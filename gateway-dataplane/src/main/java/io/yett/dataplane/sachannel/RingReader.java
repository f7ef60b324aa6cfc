package io.yett.dataplane.sachannel;

import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.RecordDescriptor;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * Reads an Agrona ring whose writer is another process, and so trusts nothing in it. Agrona's own
 * reader takes a record's length as it is; this one bounds it, takes each message out of the ring
 * before anybody looks at it (so that its writer can no longer change what was checked), and zeroes
 * the record before the writer may use its place again. Keys are therefore gone from the ring once
 * they are read. Owned by the reading thread.
 */
final class RingReader {
  /** Takes one message; the buffer holds exactly the message, and is zeroed after the call. */
  @FunctionalInterface
  interface MessageConsumer {
    void onMessage(UnsafeBuffer message, int length);
  }

  /** What {@link #read} returns for a ring that makes no sense. */
  static final int CORRUPT = -1;

  private final UnsafeBuffer ring;
  private final int capacity;
  private final UnsafeBuffer staging;
  private final UnsafeBuffer message = new UnsafeBuffer(0, 0);
  private long head;

  /**
   * Reads from the ring's current head.
   *
   * @param ring with its trailer
   */
  RingReader(UnsafeBuffer ring) {
    this(ring, SaChannelLimits.newMessageBuffer());
  }

  /** The same, with room for shorter messages only. */
  RingReader(UnsafeBuffer ring, UnsafeBuffer staging) {
    this.ring = ring;
    this.staging = staging;
    this.capacity = ring.capacity() - RingBufferDescriptor.TRAILER_LENGTH;
    this.head = ring.getLongVolatile(capacity + RingBufferDescriptor.HEAD_POSITION_OFFSET);
  }

  /**
   * Hands up to {@code limit} messages to the consumer.
   *
   * @return how many; or {@link #CORRUPT}, after which the ring must be wiped
   */
  int read(MessageConsumer consumer, int limit) {
    int count = 0;
    while (count < limit) {
      long waiting = waiting();
      if ((head & 7) != 0 || waiting < 0 || waiting > capacity) {
        return CORRUPT;
      }
      if (waiting == 0) {
        return count; // what lies here, if anything, nobody has claimed
      }
      int index = (int) head & (capacity - 1);
      int length = ring.getIntVolatile(index + RecordDescriptor.lengthOffset(0));
      if (length <= 0) {
        return count;
      }
      int aligned = BitUtil.align(length, RecordDescriptor.ALIGNMENT);
      if (length < RecordDescriptor.HEADER_LENGTH || aligned <= 0 || aligned > capacity - index) {
        return CORRUPT;
      }
      int type = ring.getInt(RecordDescriptor.typeOffset(index));
      int messageLength = length - RecordDescriptor.HEADER_LENGTH;
      boolean padding = type == RingBuffer.PADDING_MSG_TYPE_ID;
      if (!padding && messageLength > staging.capacity()) {
        return CORRUPT;
      }
      if (!padding) {
        staging.putBytes(0, ring, RecordDescriptor.encodedMsgOffset(index), messageLength);
      }
      consume(index, aligned);
      if (!padding) {
        count++;
        hand(consumer, messageLength);
      }
    }
    return count;
  }

  /**
   * Octets between reader and writer. When {@link #read} finds nothing and this is not 0, the
   * writer is in the middle of a message, or died there.
   */
  long waiting() {
    return ring.getLongVolatile(capacity + RingBufferDescriptor.TAIL_POSITION_OFFSET) - head;
  }

  private void consume(int index, int aligned) {
    ring.setMemory(index, aligned, (byte) 0);
    head += aligned;
    ring.putLongRelease(capacity + RingBufferDescriptor.HEAD_POSITION_OFFSET, head);
  }

  private void hand(MessageConsumer consumer, int length) {
    try {
      message.wrap(staging, 0, length);
      consumer.onMessage(message, length);
    } finally {
      staging.setMemory(0, length, (byte) 0);
    }
  }
}
