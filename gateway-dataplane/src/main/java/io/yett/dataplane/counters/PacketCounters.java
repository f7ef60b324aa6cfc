package io.yett.dataplane.counters;

/**
 * What one lane has counted since it began, or all lanes together. Any thread may read.
 *
 * <p>When nothing is under way, for one lane and for all: received + injected + taken over =
 * transmitted + punted + reshaped + waiting + handed over + the sum of the drops. Over all lanes
 * taken over and handed over are the same packets.
 */
public interface PacketCounters {
  /** Packets taken from the ports. */
  long received();

  /**
   * Packets that came from no port: of our own, for which a buffer was tried, fragments that were
   * made of others, and what was put together from fragments.
   */
  long injected();

  /** Packets that went on as others: cut into fragments, or put together from them. */
  long reshaped();

  /** Fragments that were made of packets too big for their way. */
  long fragmentsMade();

  /** Packets that were put together from fragments. */
  long reassembled();

  /** Fragments that wait for others now. */
  long waiting();

  /** Packets that another lane received, and that are this one's to judge. */
  long takenOver();

  /** Packets that a port took for transmission. */
  long transmitted();

  /** Packets handed to the control thread. */
  long punted();

  /** Packets given to another lane: of an SA that it owns, or fragments that meet there. */
  long handedOver();

  /** Packets that fell for that reason. */
  long dropped(DropReason reason);

  /** Events (acquire, expiry, unresolved, peer moved) that found the queue full. */
  long lostEvents();

  /** Times that a port was asked for packets. */
  long polls();

  /** Polls that found nothing. */
  long idlePolls();

  /** Bursts that had at least one packet. */
  long bursts();

  /** Packets that were not in the flow cache and took the ordered search. */
  long flowMisses();

  /** The sum over all reasons. */
  default long dropped() {
    long sum = 0;
    for (DropReason reason : DropReason.values()) {
      sum += dropped(reason);
    }
    return sum;
  }
}
