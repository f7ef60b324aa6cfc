package io.yett.dataplane.classify;

import io.yett.dataplane.counters.DropReason;
import io.yett.dataplane.packet.Burst;
import io.yett.dataplane.packet.Event;
import io.yett.dataplane.sad.OutboundSa;
import io.yett.dataplane.sad.SaSlot;

/**
 * Gives packets that go into a tunnel their sequence numbers (RFC 4303 section 3.3.3): all packets
 * of one SA that follow one another at once. Owned by the RX stage, which alone writes outbound
 * sequence numbers: two writers would repeat a GCM nonce.
 */
final class OutboundNumbers {
  private OutboundNumbers() {}

  /**
   * Numbers packets of one SA, {@code first} to before {@code end}; returns how many of them may
   * still be encrypted.
   *
   * @param sa 0 for packets that are not encrypted: nothing is done
   * @param octets of the IP packets together
   */
  static int assign(Burst burst, int first, int end, long sa, long octets) {
    int packets = end - first;
    if (sa == 0 || packets == 0) {
      return 0;
    }
    long sequence = OutboundSa.reserve(sa, packets, octets, burst.nanoTime());
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
    if (SaSlot.isExpired(sa)) { // by a packet before it in this burst
      Burst.drop(entry, DropReason.SA_EXPIRED);
      return false;
    }
    long sequence = OutboundSa.sequence(sa) + 1;
    long bytes = OutboundSa.bytes(sa) + Burst.l3Length(entry);
    if (sequence >= OutboundSa.sequenceLimit(sa) || bytes >= OutboundSa.byteLimit(sa)) {
      switch (OutboundSa.passLimits(sa, sequence, bytes)) {
        case PASS -> {}
        case SOFT -> Burst.event(entry, Event.SOFT_LIMIT);
        case HARD -> {
          expire(entry, sa, DropReason.SA_EXPIRED);
          return false;
        }
        case EXHAUSTED -> {
          expire(entry, sa, DropReason.SEQUENCE_EXHAUSTED);
          return false;
        }
      }
    }
    OutboundSa.use(sa, sequence, bytes, nanoTime);
    Burst.sequence(entry, sequence);
    return true;
  }

  private static void expire(long entry, long sa, DropReason reason) {
    OutboundSa.expire(sa);
    Burst.drop(entry, reason);
    Burst.event(entry, Event.HARD_LIMIT);
  }
}
