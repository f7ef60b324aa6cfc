package io.yett.dataplane.sachannel;

import org.agrona.BitUtil;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * The layout of the SA channel's file, which the data plane makes and both planes map. Numbers are
 * in the machine's byte order; both planes run on one machine.
 *
 * <pre>
 *  The file                                    offset
 *  +---------------------------------------+   0
 *  |  descriptor (below)                   |
 *  +---------------------------------------+   4096
 *  |  command ring: control -> data plane  |   ManyToOneRingBuffer (Agrona), with trailer
 *  +---------------------------------------+   eventRingOffset
 *  |  event ring: data -> control plane    |   OneToOneRingBuffer (Agrona), with trailer
 *  +---------------------------------------+   totalLength, rounded up to a page
 *
 *  The descriptor
 *   0        4        8       12       16
 *  +--------+--------+--------+--------+
 *  |      magic      | layout | state  |  0    written last: layout; state: 1 open, 2 closed
 *  +--------+--------+--------+--------+
 *  |   totalLength   |      epoch      |  16   epoch: differs for each start of the data plane
 *  +--------+--------+--------+--------+
 *  | command ring    | event ring      |  32   offset and length of each, 4 octets each
 *  +--------+--------+--------+--------+
 *  |          (not used)               |  48
 *  +--------+--------+--------+--------+
 *  | server process  | server PID ns   |  64   the data plane writes this line
 *  +--------+--------+--------+--------+
 *  | server beat     | IKE drops       |  80   beat: nanoseconds, System.nanoTime
 *  +--------+--------+--------+--------+
 *  | event drops     | malformed       |  96
 *  +--------+--------+--------+--------+
 *  | evictions       | (not used)      |  112
 *  +--------+--------+--------+--------+
 *  | client claim    | client PID ns   |  128  the control plane writes this line; the claim:
 *  +--------+--------+--------+--------+       0 free, -1 being cleaned, -2 left, else its process
 *  | client beat     | (not used)      |  144
 *  +--------+--------+--------+--------+
 *  |          (not used, zero)         |  160..4095
 *  +--------+--------+--------+--------+
 * </pre>
 *
 * A process is named as {@link ProcessIdentity} says. A client attaches by setting the claim from 0
 * to itself in one compare-and-set; only the data plane takes a claim away.
 */
final class SaChannelDescriptor {
  /** "YETT-SAC" in ASCII. */
  static final long MAGIC = 0x594554542d534143L;

  /** Changes when this layout changes. Messages have a version of their own. */
  static final int LAYOUT_VERSION = 1;

  static final int LENGTH = 4096;
  static final int STATE_OPEN = 1;
  static final int STATE_CLOSED = 2;
  static final long CLAIM_FREE = 0;
  static final long CLAIM_CLEANING = -1;
  static final long CLAIM_LEFT = -2;

  static final int MAGIC_OFFSET = 0;
  static final int LAYOUT_OFFSET = 8;
  static final int STATE_OFFSET = 12;
  static final int TOTAL_LENGTH_OFFSET = 16;
  static final int EPOCH_OFFSET = 24;
  static final int COMMAND_RING_OFFSET = 32;
  static final int COMMAND_RING_LENGTH_OFFSET = 36;
  static final int EVENT_RING_OFFSET = 40;
  static final int EVENT_RING_LENGTH_OFFSET = 44;
  static final int SERVER_PROCESS_OFFSET = 64;
  static final int SERVER_PID_NAMESPACE_OFFSET = 72;
  static final int SERVER_HEARTBEAT_OFFSET = 80;
  static final int IKE_DROPS_OFFSET = 88;
  static final int EVENT_DROPS_OFFSET = 96;
  static final int MALFORMED_OFFSET = 104;
  static final int EVICTIONS_OFFSET = 112;
  static final int CLIENT_CLAIM_OFFSET = 128;
  static final int CLIENT_PID_NAMESPACE_OFFSET = 136;
  static final int CLIENT_HEARTBEAT_OFFSET = 144;

  private SaChannelDescriptor() {}

  /** Octets of a ring with its trailer; the capacity is a power of two. */
  static int ringLength(int capacity) {
    return capacity + RingBufferDescriptor.TRAILER_LENGTH;
  }

  /** Octets of a whole file with rings of these capacities. */
  static long totalLength(int commandCapacity, int eventCapacity) {
    return BitUtil.align(
        LENGTH + (long) ringLength(commandCapacity) + ringLength(eventCapacity), 4096L);
  }

  /** Writes a new descriptor; the layout version last, because a reader takes it as the seal. */
  static void write(AtomicBuffer buffer, int commandCapacity, int eventCapacity, long epoch) {
    int commandLength = ringLength(commandCapacity);
    buffer.putLong(MAGIC_OFFSET, MAGIC);
    buffer.putLong(TOTAL_LENGTH_OFFSET, totalLength(commandCapacity, eventCapacity));
    buffer.putLong(EPOCH_OFFSET, epoch);
    buffer.putInt(COMMAND_RING_OFFSET, LENGTH);
    buffer.putInt(COMMAND_RING_LENGTH_OFFSET, commandLength);
    buffer.putInt(EVENT_RING_OFFSET, LENGTH + commandLength);
    buffer.putInt(EVENT_RING_LENGTH_OFFSET, ringLength(eventCapacity));
    buffer.putLong(SERVER_PROCESS_OFFSET, ProcessIdentity.self());
    buffer.putLong(SERVER_PID_NAMESPACE_OFFSET, ProcessIdentity.pidNamespace());
    buffer.putInt(STATE_OFFSET, STATE_OPEN);
    buffer.putIntVolatile(LAYOUT_OFFSET, LAYOUT_VERSION);
  }

  /**
   * Says what is wrong with a mapped descriptor, in words with the remedy; null if nothing is.
   *
   * @param fileLength octets of the file
   */
  static String fault(AtomicBuffer buffer, long fileLength) {
    if (buffer.getLong(MAGIC_OFFSET) != MAGIC) {
      return "is not an SA channel; check `channel` in the configuration";
    }
    int layout = buffer.getIntVolatile(LAYOUT_OFFSET);
    if (layout != LAYOUT_VERSION) {
      return "has layout "
          + layout
          + ", this version of Yett knows layout "
          + LAYOUT_VERSION
          + "; install the same version of both planes";
    }
    if (buffer.getLong(TOTAL_LENGTH_OFFSET) != fileLength) {
      return "has "
          + fileLength
          + " octets, its descriptor says "
          + buffer.getLong(TOTAL_LENGTH_OFFSET)
          + "; restart the data plane";
    }
    if (!ringFits(buffer, COMMAND_RING_OFFSET, LENGTH, fileLength)
        || !ringFits(
            buffer,
            EVENT_RING_OFFSET,
            buffer.getInt(COMMAND_RING_OFFSET) + (long) buffer.getInt(COMMAND_RING_LENGTH_OFFSET),
            fileLength)) {
      return "has a damaged descriptor; restart the data plane";
    }
    return null;
  }

  private static boolean ringFits(
      AtomicBuffer buffer, int ringField, long lowestOffset, long fileLength) {
    long offset = buffer.getInt(ringField);
    long length = buffer.getInt(ringField + Integer.BYTES);
    long capacity = length - RingBufferDescriptor.TRAILER_LENGTH;
    return offset >= lowestOffset
        && offset % 8 == 0
        && capacity >= SaChannelLimits.MIN_RING_CAPACITY
        && BitUtil.isPowerOfTwo(capacity)
        && offset + length <= fileLength;
  }

  static UnsafeBuffer commandRing(AtomicBuffer file) {
    return new UnsafeBuffer(
        file, file.getInt(COMMAND_RING_OFFSET), file.getInt(COMMAND_RING_LENGTH_OFFSET));
  }

  static UnsafeBuffer eventRing(AtomicBuffer file) {
    return new UnsafeBuffer(
        file, file.getInt(EVENT_RING_OFFSET), file.getInt(EVENT_RING_LENGTH_OFFSET));
  }

  /** Overwrites everything behind the descriptor with zeros: messages, and what is left of keys. */
  static void wipeRings(AtomicBuffer file) {
    file.setMemory(LENGTH, file.capacity() - LENGTH, (byte) 0);
  }
}
