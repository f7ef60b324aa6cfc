package io.yett.ike.engine;

import io.yett.ike.exchange.DeleteChildSa;
import io.yett.ike.exchange.DeleteIkeSa;
import io.yett.ike.exchange.Services;
import io.yett.ike.sa.ChildSa;
import io.yett.ike.sa.ChildSaState;
import io.yett.ike.sa.IkeSa;
import io.yett.ike.sa.IkeSaState;
import io.yett.ike.sa.LossCause;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * When both ends began the same at once, there are two IKE SAs of a connection, or two Child SAs of
 * a child. Both ends see the same SPIs, so both know which of the two stays: that of the lowest
 * SPI. The initiator of the other deletes it; if it does not, we do after a while.
 */
final class Duplicates {
  private static final long LOOK_MILLIS = 3000;
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);

  private final Services s;
  private final ConnectionSupervisor supervisor;

  Duplicates(Services services, ConnectionSupervisor supervisor) {
    this.s = services;
    this.supervisor = supervisor;
  }

  /** Something came up: looks again later if there are two. */
  void check(Peer peer) {
    if (peer.duplicatesSince() == Long.MAX_VALUE && found(peer)) {
      peer.duplicatesSince(s.now());
      // Only what answers is worth keeping.
      usable(peer).forEach(sa -> s.lifecycle().probe(sa));
      arm(peer);
    }
  }

  private void arm(Peer peer) {
    s.after(s.jitter(LOOK_MILLIS, 2 * LOOK_MILLIS), () -> resolve(peer));
  }

  private static List<IkeSa> usable(Peer peer) {
    return peer.ikeSas().stream().filter(sa -> sa.usable() && sa.undecided() == null).toList();
  }

  private static boolean found(Peer peer) {
    return usable(peer).size() > 1
        || peer.demands().keySet().stream().anyMatch(name -> installed(peer, name).size() > 1);
  }

  private static List<ChildSa> installed(Peer peer, String name) {
    return peer.live(name).stream()
        .filter(c -> c.state() == ChildSaState.INSTALLED && c.successor() == null)
        .toList();
  }

  private void resolve(Peer peer) {
    if (!found(peer)) {
      peer.duplicatesSince(Long.MAX_VALUE);
      return;
    }
    List<IkeSa> ikeSas = usable(peer);
    boolean settled =
        ikeSas.stream()
            .allMatch(sa ->
                sa.state() == IkeSaState.ESTABLISHED
                    && sa.lastInboundAt() > peer.duplicatesSince()
                    && sa.children().stream().allMatch(c -> c.state() == ChildSaState.INSTALLED));
    if (settled) {
      boolean impatient = s.now() - peer.duplicatesSince() > PATIENCE;
      if (ikeSas.size() > 1) {
        deleteIkeSas(peer, ikeSas, impatient);
      } else {
        peer.demands().keySet().forEach(name -> deleteChildren(installed(peer, name), impatient));
      }
    }
    arm(peer);
  }

  private void deleteIkeSas(Peer peer, List<IkeSa> ikeSas, boolean impatient) {
    IkeSa keep =
        ikeSas.stream()
            .min((a, b) -> Long.compareUnsigned(a.initiatorSpi(), b.initiatorSpi()))
            .orElseThrow();
    for (IkeSa sa : ikeSas) {
      if (sa != keep && (sa.initiator() || impatient)) {
        for (ChildSa child : sa.children()) {
          Demand demand = peer.demands().get(child.name());
          if (demand != null) {
            demand.atLeast(Demand.Want.ONCE); // made anew under the other, if it is not there
          }
        }
        s.requests().enqueue(sa, DeleteIkeSa.of(s, LossCause.REPLACED));
        supervisor.mark(peer);
      }
    }
  }

  private void deleteChildren(List<ChildSa> children, boolean impatient) {
    ChildSa keep = children.stream().min(Comparator.comparingInt(Duplicates::rank)).orElse(null);
    for (ChildSa child : children) {
      if (child != keep && (child.initiator() || impatient)) {
        s.requests().enqueue(child.owner(), DeleteChildSa.of(s, child, LossCause.REPLACED));
      }
    }
  }

  /** The same number at both ends; lower is kept. */
  private static int rank(ChildSa child) {
    int in = child.inboundSpi();
    int out = child.outboundSpi();
    int lower = Integer.compareUnsigned(in, out) < 0 ? in : out;
    return lower + Integer.MIN_VALUE; // unsigned order as signed
  }
}
