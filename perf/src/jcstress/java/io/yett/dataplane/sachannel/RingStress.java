package io.yett.dataplane.sachannel;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Messages through the SA channel's rings, written by Agrona and read by {@link RingReader}: a
 * message that is claimed and not yet whole is not read, and the reader never takes what the writer
 * is doing for damage.
 */
public final class RingStress {
  private static final int CAPACITY = 256;
  private static final int MESSAGE = 32;

  /** Octets of a message in the ring: with its header, a multiple of 8. */
  private static final int RECORD = MESSAGE + 8;

  private RingStress() {}

  /** A ring of the kind under test, with messages that carry their number in each octet. */
  private static final class Channel {
    private final UnsafeBuffer buffer =
        new UnsafeBuffer(
            ByteBuffer.allocateDirect(CAPACITY + RingBufferDescriptor.TRAILER_LENGTH));
    private final UnsafeBuffer staging = new UnsafeBuffer(new byte[MESSAGE]);
    private final UnsafeBuffer message = new UnsafeBuffer(new byte[MESSAGE]);
    private final RingReader reader = new RingReader(buffer, staging);
    private final RingBuffer commands = new ManyToOneRingBuffer(buffer);
    private final EventRing events = new EventRing(buffer);
    private int written;
    private int read;

    boolean writeCommand() {
      message.setMemory(0, MESSAGE, (byte) (written + 1));
      boolean done = commands.write(EventRing.RECORD_TYPE, message, 0, MESSAGE);
      written += done ? 1 : 0;
      return done;
    }

    boolean writeEvent() {
      message.setMemory(0, MESSAGE, (byte) (written + 1));
      boolean done = events.write(message, MESSAGE);
      written += done ? 1 : 0;
      return done;
    }

    /** Reads some; how many, or -1 if one was not the next, or the ring makes no sense. */
    int read(int limit) {
      boolean[] right = {true};
      int count = reader.read((octets, length) -> right[0] &= isNext(octets, length), limit);
      return right[0] ? count : -1;
    }

    private boolean isNext(UnsafeBuffer octets, int length) {
      read++;
      boolean next = length == MESSAGE;
      for (int i = 0; i < length; i++) {
        next &= octets.getByte(i) == (byte) read;
      }
      return next;
    }

    boolean drain() {
      int count;
      do {
        count = read(8);
      } while (count > 0);
      return count == 0 && read == written && reader.waiting() == 0;
    }
  }

  /** Commands: two into an empty ring. */
  @JCStressTest
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "None was whole yet.")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "The first was whole.")
  @Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "Both were whole.")
  @Outcome(expect = FORBIDDEN, desc = "A message that was not sent, or the ring looks damaged.")
  @State
  public static class Commands {
    private final Channel channel = new Channel();

    /** Control plane. */
    @Actor
    public void client() {
      channel.writeCommand();
      channel.writeCommand();
    }

    /** Data plane. */
    @Actor
    public void server(II_Result r) {
      r.r1 = channel.read(8);
    }

    /** Afterwards. */
    @Arbiter
    public void all(II_Result r) {
      r.r2 = channel.drain() ? 1 : 0;
    }
  }

  /** Events: two over the end of a ring that has been used, so that one is padding. */
  @JCStressTest
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "None was whole yet.")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "The first was whole.")
  @Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "Both were whole.")
  @Outcome(expect = FORBIDDEN, desc = "A message that was not sent, or the ring looks damaged.")
  @State
  public static class Events {
    private final Channel channel = new Channel();

    /** Goes on to the last records before the end. */
    public Events() {
      for (int i = 0; i < CAPACITY / RECORD - 1; i++) {
        channel.writeEvent();
      }
      channel.drain();
    }

    /** Data plane. */
    @Actor
    public void server() {
      channel.writeEvent();
      channel.writeEvent();
    }

    /** Control plane. */
    @Actor
    public void client(II_Result r) {
      r.r1 = channel.read(8);
    }

    /** Afterwards. */
    @Arbiter
    public void all(II_Result r) {
      r.r2 = channel.drain() ? 1 : 0;
    }
  }

  /** Commands into a full ring, while one is read: none is written over another. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Refused or not: all that went in came out.")
  @Outcome(expect = FORBIDDEN, desc = "A message was lost, or the ring looks damaged.")
  @State
  public static class Full {
    private final Channel channel = new Channel();

    /** Fills it. */
    public Full() {
      while (channel.writeCommand()) {
        // one more
      }
    }

    /** Control plane. */
    @Actor
    public void client() {
      channel.writeCommand();
    }

    /** Data plane. */
    @Actor
    public void server(II_Result r) {
      r.r1 = channel.read(1);
    }

    /** Afterwards. */
    @Arbiter
    public void all(II_Result r) {
      r.r2 = channel.drain() ? 1 : 0;
    }
  }
}
