package io.yett.dataplane.classify;

import io.yett.dataplane.counters.DropReason;
import io.yett.dataplane.packet.Burst;
import io.yett.dataplane.packet.Event;
import io.yett.dataplane.packet.Verdict;
import io.yett.dataplane.sad.OutboundSa;
import io.yett.dataplane.sad.SaSlot;
import io.yett.dataplane.spd.FlowCache;

/**
 * Gives a packet that goes into a tunnel its sequence number (RFC 4303 section 3.3.3). Owned by the
 * RX stage, which alone writes outbound sequence numbers: two writers would repeat a GCM nonce.
 */
final class OutboundClassifier {
  private OutboundClassifier() {}

  /** Sends a packet to encryption by the flow's SA, or drops it at the SA's limit: false. */
  static boolean protect(long entry, long flow, int length, long nanoTime) {
    long sa = FlowCache.sa(flow);
    long sequence = OutboundSa.sequence(sa) + 1;
    long bytes = OutboundSa.bytes(sa) + length;
    int event = Event.NONE;
    if (sequence >= OutboundSa.sequenceLimit(sa) || bytes >= OutboundSa.byteLimit(sa)) {
      switch (OutboundSa.passLimits(sa, sequence, bytes)) {
        case PASS -> event = Event.NONE;
        case SOFT -> event = Event.SOFT_LIMIT;
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
    Burst.sa(entry, sa, sequence);
    Burst.verdict(entry, Verdict.ENCRYPT, 0);
    if (event != Event.NONE) {
      Burst.event(entry, event);
    }
    return true;
  }

  private static void expire(long entry, long sa, DropReason reason) {
    SaSlot.state(sa, SaSlot.EXPIRED);
    Burst.drop(entry, reason);
    Burst.sa(entry, sa, 0);
    Burst.event(entry, Event.HARD_LIMIT);
  }
}
