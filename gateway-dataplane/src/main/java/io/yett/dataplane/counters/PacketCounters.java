package io.yett.dataplane.counters;

/**
 * What one lane has counted since it began, or all lanes together. Any thread may read.
 *
 * <p>When nothing is under way, for one lane and for all: received + injected + taken over =
 * transmitted + punted + handed over + the sum of the drops. Over all lanes taken over and handed
 * over are the same packets, so there: received + injected = transmitted + punted + drops.
 */
public interface PacketCounters {
  /** Packets taken from the ports. */
  long received();

  /** Packets of our own: injected frames and packets for which a buffer was tried. */
  long injected();

  /** Packets that another lane received, and handed over because this one owns their SA. */
  long takenOver();

  /** Packets that a port took for transmission. */
  long transmitted();

  /** Packets handed to the control thread. */
  long punted();

  /** Packets handed to the lane that owns their SA. */
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
