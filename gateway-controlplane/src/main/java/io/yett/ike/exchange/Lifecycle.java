package io.yett.ike.exchange;

import io.yett.ike.engine.EngineLimits;
import io.yett.ike.engine.FailureReason;
import io.yett.ike.sa.ChildSa;
import io.yett.ike.sa.ChildSaState;
import io.yett.ike.sa.IkeSa;
import io.yett.ike.sa.IkeSaState;
import io.yett.ike.sa.InitiatedExchange;
import io.yett.ike.sa.LossCause;
import io.yett.ike.sa.Timers;
import java.net.InetAddress;
import java.nio.BufferOverflowException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The states of IKE SAs and Child SAs, and the timers that belong to them: rekey, dead peer
 * detection, ends that the peer forgot. Owned by the engine's thread.
 */
public final class Lifecycle {
  /** A closed IKE SA answers the peer's repeated last request for so long. */
  private static final long LINGER_MILLIS = 20_000;

  /** A replaced SA whose peer does not delete it is dropped after so long. */
  static final long REPLACED_MILLIS = 60_000;

  /** So long the peer may take to show that it got our answer. */
  private static final long CONFIRM_MILLIS = 60_000;

  private final Services s;
  private final byte[] checkpointScratch = new byte[EngineLimits.MAX_CHECKPOINT];

  Lifecycle(Services services) {
    this.s = services;
  }

  /** Changes the state of an IKE SA, and lets it be seen. */
  void state(IkeSa sa, IkeSaState state) {
    if (sa.state() != state) {
      sa.state(state);
      s.events().ikeSaState(sa.connectionName(), sa.localSpi(), state);
    }
  }

  /** Changes the state of a Child SA, and lets it be seen. */
  void state(ChildSa child, ChildSaState state) {
    if (child.state() != state) {
      child.state(state);
      s.events()
          .childSaState(
              child.owner().connectionName(),
              child.name(),
              child.inboundSpi(),
              child.outboundSpi(),
              state);
    }
  }

  /** The peer is authenticated: the IKE SA serves from now on. */
  void established(IkeSa sa) {
    s.ikeSas().noLongerHalfOpen(sa);
    sa.guardTimer(null);
    sa.establishedAt(s.now());
    sa.lastInboundAt(s.now());
    state(sa, IkeSaState.ESTABLISHED);
    armRekey(sa, rekeyDelay(sa.connection().rekeySeconds()));
    armLiveness(sa);
  }

  /** Both SAs are installed. */
  void installed(ChildSa child, long rekeySeconds) {
    state(child, ChildSaState.INSTALLED);
    armRekey(child, rekeyDelay(rekeySeconds));
    s.supervisor().childInstalled(child);
  }

  /** Between nine tenths and the whole, in nanoseconds, so that two ends seldom rekey at once. */
  private long rekeyDelay(long seconds) {
    if (seconds == 0) {
      return Long.MAX_VALUE;
    }
    long millis = TimeUnit.SECONDS.toMillis(seconds);
    return TimeUnit.MILLISECONDS.toNanos(s.jitter(millis - millis / 10, millis));
  }

  /** Sets the time of an IKE SA's rekey from now, in nanoseconds; MAX_VALUE is never. */
  void armRekey(IkeSa sa, long delay) {
    sa.rekeyTimer(
        delay == Long.MAX_VALUE
            ? null
            : s.timers().at(s.now() + delay, () -> s.requests().enqueue(sa, new RekeyIkeSa(s))));
  }

  /** Sets the time of a Child SA's rekey from now, in nanoseconds; MAX_VALUE is never. */
  void armRekey(ChildSa child, long delay) {
    child.rekeyTimer(
        delay == Long.MAX_VALUE ? null : s.timers().at(s.now() + delay, () -> rekey(child)));
  }

  /** Begins the rekey of a Child SA, unless something has made that needless. */
  public void rekey(ChildSa child) {
    child.rekeyTimer(null);
    if (child.state() == ChildSaState.INSTALLED && unconfirmed(child)) {
      armRekey(child, TimeUnit.MILLISECONDS.toNanos(s.jitter(500, 1000)));
    } else if (child.state() == ChildSaState.INSTALLED) {
      s.requests().enqueue(child.owner(), CreateChildSa.rekey(s, child));
    }
  }

  /** Whether the peer may not have it yet, and is worth waiting for. */
  boolean unconfirmed(ChildSa child) {
    return !child.confirmed()
        && s.now() - child.createdAt() < TimeUnit.MILLISECONDS.toNanos(CONFIRM_MILLIS);
  }

  /** Sets the time when the peer's silence is looked at. */
  void armLiveness(IkeSa sa) {
    long interval = TimeUnit.SECONDS.toNanos(sa.connection().dpdSeconds());
    if (interval == 0) {
      return;
    }
    long due = Math.max(sa.lastInboundAt() + interval, s.now() + interval / 4);
    sa.livenessTimer(s.timers().at(due, () -> checkLiveness(sa, interval)));
  }

  private void checkLiveness(IkeSa sa, long interval) {
    boolean silent = s.now() - sa.lastInboundAt() >= interval;
    if (silent && sa.usable() && sa.current() == null) {
      s.requests().enqueue(sa, question(sa));
    }
    armLiveness(sa);
  }

  private InitiatedExchange question(IkeSa sa) {
    return Mobike.spoken(sa) && sa.initiator() && sa.path().natLocal()
        ? UpdateAddresses.probe(s)
        : new Liveness();
  }

  /** Asks the peer now whether it lives, unless a request of ours asks that already. */
  public void probe(IkeSa sa) {
    if (sa.usable() && sa.current() == null) {
      s.requests().enqueue(sa, question(sa));
    }
  }

  /** No request of ours was answered. */
  void peerDead(IkeSa sa, String text) {
    LossCause cause =
        switch (sa.state()) {
          case REKEYED -> LossCause.REKEYED;
          case DELETING -> LossCause.TERMINATED;
          case ESTABLISHED, REKEYING -> LossCause.PEER_DEAD;
          case CONNECTING, AUTHENTICATING, CLOSED -> LossCause.FAILED;
        };
    if (cause == LossCause.PEER_DEAD || cause == LossCause.FAILED) {
      s.supervisor().report(sa.connection(), FailureReason.NO_ANSWER, text);
    }
    close(sa, cause);
  }

  /** Ends an IKE SA and its children at once, without a word to the peer. */
  public void close(IkeSa sa, LossCause cause) {
    if (end(sa, cause)) {
      s.ikeSas().remove(sa);
      sa.wipe();
    }
  }

  /**
   * Ends an IKE SA as {@link #close}, but goes on to answer the peer's last request if repeated.
   */
  public void closeLingering(IkeSa sa, LossCause cause) {
    if (end(sa, cause)) {
      s.after(
          LINGER_MILLIS,
          () -> {
            s.ikeSas().remove(sa);
            sa.wipe();
          });
    }
  }

  private boolean end(IkeSa sa, LossCause cause) {
    if (sa.state() == IkeSaState.CLOSED) {
      return false;
    }
    state(sa, IkeSaState.CLOSED);
    holdSource(sa);
    sa.cancelTimers();
    sa.requests().drop();
    List<InitiatedExchange> exchanges = new ArrayList<>(sa.queue());
    if (sa.current() != null) {
      exchanges.add(0, sa.current());
    }
    sa.queue().clear();
    sa.current(null);
    exchanges.forEach(InitiatedExchange::abandoned);
    List.copyOf(sa.children()).forEach(child -> closeChild(child, cause, 0));
    s.checkpointStore().remove(sa.localSpi());
    s.supervisor().ikeSaClosed(sa, cause);
    return true;
  }

  /** To fail occupies a source's budget as long as to be silent: it cost us no less. */
  private void holdSource(IkeSa sa) {
    InetAddress source = s.ikeSas().cameToNothing(sa);
    if (source != null) {
      long until = sa.createdAt() + TimeUnit.SECONDS.toNanos(s.settings().halfOpenSeconds());
      s.timers().at(until, () -> s.ikeSas().sources().release(source));
    }
  }

  /**
   * Ends a Child SA at once, without a word to the peer.
   *
   * @param drainMillis how long its inbound SA stays
   */
  void closeChild(ChildSa child, LossCause cause, long drainMillis) {
    if (child.state() == ChildSaState.CLOSED) {
      return;
    }
    child.cancelTimers();
    state(child, ChildSaState.CLOSED);
    IkeSa sa = child.owner();
    sa.children().remove(child);
    for (ChildSa other : sa.children()) {
      if (other.successor() == child) {
        other.successor(null);
        if (other.state() == ChildSaState.REKEYED) {
          state(other, ChildSaState.INSTALLED);
          armRekey(other, TimeUnit.MILLISECONDS.toNanos(s.jitter(1000, 5000)));
        }
      }
    }
    s.installation().removeOutbound(child, Commands.IGNORE);
    s.installation().removeInbound(child, drainMillis);
    s.supervisor().childClosed(child, cause);
  }

  /** Sets a timer that ends a replaced IKE SA which the peer should have deleted. */
  void guard(IkeSa sa) {
    sa.guardTimer(s.after(REPLACED_MILLIS, () -> close(sa, LossCause.REKEYED)));
  }

  /** Sets a timer that deletes a replaced Child SA which the peer should have deleted. */
  void guard(ChildSa child) {
    child.guardTimer(
        s.after(
            REPLACED_MILLIS,
            () -> s.requests().enqueue(child.owner(), new DeleteChildSa(s, child))));
  }

  /** Unsets a guard. */
  static void unguard(ChildSa child) {
    child.guardTimer((Timers.Timer) null);
  }

  /** Hands children, queue and role of an IKE SA to the one that replaces it (RFC 7296 §2.8). */
  void adopt(IkeSa old, IkeSa successor) {
    old.successor(successor);
    old.rivalSuccessor(null);
    old.rekeyTimer(null);
    old.livenessTimer(null);
    state(old, IkeSaState.REKEYED);
    successor.children().addAll(old.children());
    old.children().clear();
    successor.children().forEach(child -> child.owner(successor));
    successor.queue().addAll(old.queue());
    old.queue().clear();
    s.supervisor().ikeSaRekeyed(old, successor);
    s.events().rekeyed(successor.connectionName(), null);
    checkpoint(successor);
    checkpoint(old);
    s.requests().pump(successor);
  }

  /**
   * The peer uses the IKE SA of its rekey for children, while our own rekey still waits for its
   * answer: so it never saw ours, or ours has lost.
   */
  public void decideByUse(IkeSa sa) {
    IkeSa old = sa.undecided();
    if (old != null && old.state() == IkeSaState.REKEYING) {
      adopt(old, sa);
      guard(old);
    }
  }

  /** Keeps what is needed to go on after a restart of this process. */
  public void checkpoint(IkeSa sa) {
    if (!sa.authenticated()) {
      return;
    }
    try {
      byte[] octets = Checkpoint.write(sa, checkpointScratch);
      s.checkpointStore().put(sa.localSpi(), octets);
      Arrays.fill(octets, (byte) 0);
    } catch (BufferOverflowException e) {
      s.events().note(sa.connectionName(), "the IKE SA is too big for a checkpoint");
    }
  }
}
