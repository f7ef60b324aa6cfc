package io.yett.ike.engine;

import io.yett.ike.sa.ChildSa;
import io.yett.ike.sa.ChildSaState;
import io.yett.ike.sa.IkeSa;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Readings of what the engine holds. */
final class Views {
  private Views() {}

  static ConnectionView of(Peer peer, long now) {
    List<IkeSaView> ikeSas = peer.ikeSas().stream().map(sa -> of(sa, now)).toList();
    long retryIn = -1;
    if (peer.timer() != null && peer.timer().pending()) {
      retryIn = until(peer.timer().deadline(), now);
    }
    return new ConnectionView(
        peer.connection().name(), state(peer), failure(peer), retryIn, ikeSas);
  }

  private static Failure failure(Peer peer) {
    Failure latest = peer.failure();
    for (Demand demand : peer.demands().values()) {
      Failure failure = demand.failure();
      if (failure != null && (latest == null || failure.atNanos() >= latest.atNanos())) {
        latest = failure;
      }
    }
    return latest;
  }

  static ConnectionView.State state(Peer peer) {
    if (peer.newestUsable() == null) {
      return peer.connecting() ? ConnectionView.State.CONNECTING : ConnectionView.State.DOWN;
    }
    boolean all =
        peer.demands().values().stream()
            .filter(d -> d.want() == Demand.Want.ALWAYS || d.failure() != null || d.underWay())
            .allMatch(d -> serves(peer, d));
    boolean any = peer.demands().values().stream().anyMatch(d -> serves(peer, d));
    return all && any ? ConnectionView.State.UP : ConnectionView.State.PARTIAL;
  }

  private static boolean serves(Peer peer, Demand demand) {
    return peer.live(demand.child().name()).stream()
        .anyMatch(c -> c.state() != ChildSaState.INSTALLING);
  }

  private static IkeSaView of(IkeSa sa, long now) {
    return new IkeSaView(
        sa.connectionName(),
        sa.localSpi(),
        sa.initiatorSpi(),
        sa.responderSpi(),
        sa.initiator(),
        sa.state(),
        sa.path().local(),
        sa.path().remote(),
        sa.connection().localId().toString(),
        sa.remoteId() == null ? "" : sa.remoteId().toString(),
        sa.suite() == null ? "" : sa.suite().toString(),
        sa.postQuantum(),
        sa.innerAddresses(),
        sa.path().natLocal(),
        sa.path().natRemote(),
        seconds(now - (sa.authenticated() ? sa.establishedAt() : sa.createdAt())),
        until(sa.rekeyAt(), now),
        seconds(now - sa.lastInboundAt()),
        sa.children().stream().map(child -> of(child, now)).toList());
  }

  private static ChildSaView of(ChildSa child, long now) {
    return new ChildSaView(
        child.name(),
        child.state(),
        child.reqId(),
        child.inboundSpi(),
        child.outboundSpi(),
        child.suite().toString(),
        child.encapsulated(),
        child.local(),
        child.remote(),
        seconds(now - child.createdAt()),
        until(child.rekeyAt(), now));
  }

  private static long until(long deadline, long now) {
    return deadline == Long.MAX_VALUE ? -1 : Math.max(0, seconds(deadline - now));
  }

  private static long seconds(long nanos) {
    return TimeUnit.NANOSECONDS.toSeconds(nanos);
  }
}
