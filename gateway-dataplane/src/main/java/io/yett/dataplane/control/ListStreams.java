package io.yett.dataplane.control;

import io.yett.dataplane.sachannel.SaChannelServer;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import java.util.function.Predicate;

/**
 * Lists on their way to the control plane, one after another, as the event ring has room. Owned by
 * the control thread.
 */
final class ListStreams {
  /** Lists that wait at one time. */
  static final int MAX_WAITING = 64;

  /** Entries sent in one turn of the duty cycle. */
  private static final int BURST = 256;

  private static final class Stream<T> {
    private final long correlationId;
    private final Iterator<T> entries;
    private final Predicate<T> sender;
    private T unsent;
    private int count;

    Stream(long correlationId, Iterator<T> entries, Predicate<T> sender) {
      this.correlationId = correlationId;
      this.entries = entries;
      this.sender = sender;
    }

    /** Sends up to a limit; returns false when the ring is full. */
    boolean send(int limit) {
      for (int i = 0; i < limit && !finished(); i++) {
        if (unsent == null) {
          unsent = entries.next();
        }
        if (!sender.test(unsent)) {
          return false;
        }
        unsent = null;
        count++;
      }
      return true;
    }

    boolean finished() {
      return unsent == null && !entries.hasNext();
    }
  }

  private final SaChannelServer channel;
  private final Queue<Stream<?>> streams = new ArrayDeque<>();

  ListStreams(SaChannelServer channel) {
    this.channel = channel;
  }

  /**
   * Begins a list.
   *
   * @param sender sends one entry; false if it must be offered again
   * @return false if too many wait
   */
  <T> boolean add(long correlationId, Iterator<T> entries, Predicate<T> sender) {
    return streams.size() < MAX_WAITING
        && streams.add(new Stream<>(correlationId, entries, sender));
  }

  /** Sends what there is room for; returns 0 if idle. */
  int proceed() {
    Stream<?> stream = streams.peek();
    if (stream == null || !stream.send(BURST)) {
      return 0;
    }
    if (stream.finished()) {
      streams.remove();
      channel.listEnd(stream.correlationId, stream.count);
    }
    return 1;
  }

  void clear() {
    streams.clear();
  }
}
