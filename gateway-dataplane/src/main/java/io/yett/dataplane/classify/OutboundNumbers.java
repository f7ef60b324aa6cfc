package io.yett.dataplane.classify;

import io.yett.dataplane.counters.DropReason;
import io.yett.dataplane.packet.Burst;
import io.yett.dataplane.packet.Event;
import io.yett.dataplane.sad.OutboundSa;
import io.yett.dataplane.sad.SaSlot;

/**
 * Gives packets that go into a tunnel their sequence numbers (RFC 4303 section 3.3.3): all packets
 * of one SA that follow one another at once. Owned by the RX stage. The stages of several lanes may
 * number packets of one SA at a time: numbers are taken from the SA's slot in one step, for a
 * number that comes twice would be a GCM nonce that comes twice.
 */
final class OutboundNumbers {
  private final boolean shared;

  /** {@code shared} is true if other lanes use the same SAs. */
  OutboundNumbers(boolean shared) {
    this.shared = shared;
  }

  /**
   * Numbers packets of one SA, {@code first} to before {@code end}; returns how many of them may
   * still be encrypted.
   *
   * @param sa 0 for packets that are not encrypted: nothing is done
   * @param octets of the IP packets together
   */
  int assign(Burst burst, int first, int end, long sa, long octets) {
    int packets = end - first;
    if (sa == 0 || packets == 0) {
      return 0;
    }
    long sequence =
        shared
            ? OutboundSa.reserveShared(sa, packets, octets, burst.nanoTime())
            : OutboundSa.reserve(sa, packets, octets, burst.nanoTime());
    if (sequence == 0) {
      return assignOneByOne(burst, first, end, sa);
    }
    long entry = burst.entry(first);
    for (int i = 0; i < packets; i++) {
      Burst.sequence(entry, sequence + i);
      entry += Burst.ENTRY;
    }
    return packets;
  }

  /** A limit is near: each packet is judged by itself. */
  private static int assignOneByOne(Burst burst, int first, int end, long sa) {
    int passed = 0;
    for (int i = first; i < end; i++) {
      if (assignOne(burst.entry(i), sa, burst.nanoTime())) {
        passed++;
      }
    }
    return passed;
  }

  private static boolean assignOne(long entry, long sa, long nanoTime) {
    if (SaSlot.isExpired(sa)) { // by a packet before it in this burst, or by another lane
      Burst.drop(entry, DropReason.SA_EXPIRED);
      return false;
    }
    long sequence = OutboundSa.takeOne(sa, Burst.l3Length(entry), nanoTime);
    if (sequence < 0) {
      boolean exhausted = sequence == OutboundSa.EXHAUSTED;
      Burst.drop(entry, exhausted ? DropReason.SEQUENCE_EXHAUSTED : DropReason.SA_EXPIRED);
      if (OutboundSa.expire(sa)) {
        Burst.event(entry, Event.HARD_LIMIT);
      }
      return false;
    }
    Burst.sequence(entry, sequence);
    if (OutboundSa.passesSoftLimit(sa, sequence)) {
      Burst.event(entry, Event.SOFT_LIMIT);
    }
    return true;
  }
}
