package io.yett.ike.engine;

import io.yett.ike.pad.Connection;
import io.yett.ike.sa.ChildSa;
import io.yett.ike.sa.IkeSa;
import io.yett.ike.sa.IkeSaState;
import io.yett.ike.sa.Timers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One connection at run time: its IKE SAs, what is wanted of its children, its failures. */
final class Peer {
  private final Connection connection;
  private final Map<String, Demand> demands = new LinkedHashMap<>();
  private final List<IkeSa> ikeSas = new ArrayList<>();
  private int failures;
  private long notBefore = Long.MIN_VALUE;
  private long duplicatesSince = Long.MAX_VALUE;
  private Failure failure;
  private Timers.Timer timer;

  Peer(Connection connection) {
    this.connection = connection;
  }

  Connection connection() {
    return connection;
  }

  /** By the child's name, in the order of the configuration. */
  Map<String, Demand> demands() {
    return demands;
  }

  /** Those not closed, oldest first; as responder from authentication on. */
  List<IkeSa> ikeSas() {
    return ikeSas;
  }

  /** The youngest IKE SA that can carry a new exchange; null if there is none. */
  IkeSa newestUsable() {
    for (int i = ikeSas.size() - 1; i >= 0; i--) {
      if (ikeSas.get(i).usable() && ikeSas.get(i).undecided() == null) {
        return ikeSas.get(i);
      }
    }
    return null;
  }

  /** Whether we are bringing up an IKE SA. */
  boolean connecting() {
    return ikeSas.stream()
        .anyMatch(
            sa -> sa.state() == IkeSaState.CONNECTING || sa.state() == IkeSaState.AUTHENTICATING);
  }

  /** All live Child SAs of that name, oldest first. */
  List<ChildSa> live(String child) {
    List<ChildSa> found = new ArrayList<>();
    for (IkeSa sa : ikeSas) {
      for (ChildSa candidate : sa.children()) {
        if (candidate.live() && candidate.name().equals(child)) {
          found.add(candidate);
        }
      }
    }
    return found;
  }

  /** We do not try to connect before this time. */
  long notBefore() {
    return notBefore;
  }

  /** Attempts to connect so far without success. */
  int failures() {
    return failures;
  }

  Failure failure() {
    return failure;
  }

  void failure(Failure newFailure) {
    failure = newFailure;
  }

  /** An attempt to connect failed. */
  void attemptFailed(long retryAt) {
    failures++;
    notBefore = retryAt;
  }

  /** Forgets the back-off. */
  void retryNow() {
    failures = 0;
    notBefore = Long.MIN_VALUE;
  }

  /** Since when there are two of the same; MAX_VALUE if there are not. */
  long duplicatesSince() {
    return duplicatesSince;
  }

  void duplicatesSince(long since) {
    duplicatesSince = since;
  }

  /** When it is looked at next. */
  Timers.Timer timer() {
    return timer;
  }

  void timer(Timers.Timer newTimer) {
    Timers.cancel(timer);
    timer = newTimer;
  }
}
