package io.yett.dataplane.tx;

import io.yett.dataplane.counters.DropReason;
import io.yett.dataplane.packet.Burst;
import io.yett.dataplane.sad.InboundSa;
import io.yett.dataplane.sad.LimitVerdict;
import io.yett.dataplane.sad.ReplayWindow;
import io.yett.dataplane.sad.SaSlot;

/**
 * Marks the sequence numbers of authenticated packets in the replay window, in the order in which
 * they came (RFC 4303 section 3.4.3), and counts them on their SA. Owned by the TX stage. That of
 * one lane alone writes the window of an SA: of the first lane that has authenticated a packet, so
 * that nobody who has no keys can say which lane that is.
 */
final class ReplayCommit {
  private final EventWriter events;
  private final int lane;
  private final boolean shared;

  /**
   * Joins the parts.
   *
   * @param lane number of the lane that this is in
   * @param shared other lanes use the same SAs
   */
  ReplayCommit(EventWriter events, int lane, boolean shared) {
    this.events = events;
    this.lane = lane;
    this.shared = shared;
  }

  /** Handles a packet whose ICV was good; it falls if it is a replay after all. */
  void commit(Burst burst, int index, long entry) {
    long sa = Burst.sa(entry);
    if (shared && !InboundSa.isOwnedBy(sa, lane)) {
      Burst.drop(entry, DropReason.OTHER_LANES_SA); // and the next packet is handed over
      return;
    }
    long sequence = Burst.sequence(entry);
    long top = InboundSa.top(sa);
    int window = InboundSa.window(sa);
    if (window == 0) {
      InboundSa.top(sa, Math.max(top, sequence));
    } else {
      long newTop = ReplayWindow.mark(top, window, InboundSa.bitmap(sa), sequence);
      if (newTop < 0) {
        Burst.drop(entry, DropReason.REPLAY);
        return;
      }
      InboundSa.top(sa, newTop);
    }
    LimitVerdict verdict = InboundSa.count(sa, Burst.l3Length(entry), burst.nanoTime());
    if (verdict != LimitVerdict.PASS) {
      limit(sa, entry, verdict);
    }
    if ((Burst.flags(entry) & Burst.FLAG_PEER_MOVED) != 0 && sequence > top) {
      events.peerMoved(sa, burst.movedPeer(index), burst.nanoTime());
    }
  }

  private void limit(long sa, long entry, LimitVerdict verdict) {
    boolean hard = verdict == LimitVerdict.HARD;
    if (hard) {
      Burst.drop(entry, DropReason.SA_EXPIRED);
      if (!SaSlot.expire(sa)) {
        return;
      }
    }
    events.expire(sa, true, hard);
  }
}
