package io.yett.ike.engine;

import io.yett.ike.exchange.CreateChildSa;
import io.yett.ike.exchange.DeleteChildSa;
import io.yett.ike.exchange.DeleteIkeSa;
import io.yett.ike.exchange.IkeSaInit;
import io.yett.ike.exchange.RekeyIkeSa;
import io.yett.ike.exchange.Services;
import io.yett.ike.exchange.Supervisor;
import io.yett.ike.pad.Child;
import io.yett.ike.pad.Connection;
import io.yett.ike.pad.LossAction;
import io.yett.ike.pad.StartAction;
import io.yett.ike.sa.ChildSa;
import io.yett.ike.sa.IkeSa;
import io.yett.ike.sa.IkeSaState;
import io.yett.ike.sa.LossCause;
import io.yett.ike.sa.NetworkPath;
import io.yett.ike.sa.RateLimit;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Brings what is (IKE SAs and Child SAs) to what is wanted (start, restart, operator), connection
 * by connection. Whatever happens only marks a connection; {@link #settle} then acts once at the
 * end of each input. Owned by the engine's thread.
 */
final class ConnectionSupervisor implements Supervisor {
  private static final int IKE_PORT = 500;

  /** As responder we let the peer make its children first. */
  private static final long RESPONDER_SETTLE_MILLIS = 2000;

  private static final int SUSPICIONS_PER_SECOND = 5;

  private final Map<String, Peer> peers = new LinkedHashMap<>();
  private final Map<Integer, Peer> byReqId = new HashMap<>();
  private final Set<Peer> dirty = new LinkedHashSet<>();
  private final RateLimit suspicions = new RateLimit(SUSPICIONS_PER_SECOND);
  private Services s;
  private Policies policies;
  private Duplicates duplicates;
  private int nextReqId;
  private boolean started;

  /** Joins what needs each other. */
  void attach(Services services) {
    this.s = services;
    this.policies = new Policies(services);
    this.duplicates = new Duplicates(services, this);
    this.nextReqId = services.settings().firstReqId();
  }

  void add(Connection connection) {
    Peer peer = new Peer(connection);
    for (Child child : connection.children()) {
      Demand demand = new Demand(child, nextReqId++);
      peer.demands().put(child.name(), demand);
      byReqId.put(demand.reqId(), peer);
    }
    peers.put(connection.name(), peer);
  }

  Collection<Peer> peers() {
    return peers.values();
  }

  /** Null if there is none of that name. */
  Peer peer(String connection) {
    return peers.get(connection);
  }

  /** Null if no child has that reqId. */
  Peer peer(int reqId) {
    return byReqId.get(reqId);
  }

  private void restoreReqId(Peer peer, Demand demand, int reqId) {
    Peer other = byReqId.get(reqId);
    if (other != null) {
      for (Demand taken : other.demands().values()) {
        if (taken.reqId() == reqId && taken != demand) {
          taken.reqId(nextReqId++);
          byReqId.put(taken.reqId(), other);
        }
      }
    }
    byReqId.remove(demand.reqId(), peer);
    demand.reqId(reqId);
    byReqId.put(reqId, peer);
    nextReqId = Math.max(nextReqId, reqId + 1);
  }

  /** Policies in place, then whatever is to start. */
  void start() {
    started = true;
    for (Peer peer : peers.values()) {
      for (Demand demand : peer.demands().values()) {
        List<ChildSa> restored = peer.live(demand.child().name());
        if (restored.isEmpty()) {
          policies.put(peer, demand);
        } else {
          policies.narrow(peer, demand, restored.getLast());
        }
        if (demand.child().start() == StartAction.START) {
          demand.want(Demand.Want.ALWAYS);
        }
      }
      duplicates.check(peer);
      mark(peer);
    }
  }

  /** Its state may not be what is wanted: looked at in {@link #settle}. */
  void mark(Peer peer) {
    dirty.add(peer);
  }

  /** Acts on every marked connection; called at the end of each input. */
  void settle() {
    while (started && !dirty.isEmpty()) {
      Peer peer = dirty.iterator().next();
      dirty.remove(peer);
      reconcile(peer);
    }
  }

  @Override
  public Connection clientConnection(Connection instance) {
    Peer known = peers.get(instance.name());
    if (known != null) {
      return known.connection();
    }
    add(instance);
    Peer peer = peers.get(instance.name());
    if (started) {
      peer.demands().values().forEach(demand -> policies.put(peer, demand));
    }
    return instance;
  }

  /** A client has left. */
  private void removeClient(Peer peer) {
    for (Demand demand : peer.demands().values()) {
      policies.remove(demand);
      byReqId.remove(demand.reqId(), peer);
    }
    peers.remove(peer.connection().name());
    s.clients().left(peer.connection());
  }

  private void reconcile(Peer peer) {
    if (peer.ikeSas().isEmpty() && !s.clients().addresses(peer.connection()).isEmpty()) {
      removeClient(peer);
      return;
    }
    List<Demand> missing = new ArrayList<>();
    long wakeAt = Long.MAX_VALUE;
    for (Demand demand : peer.demands().values()) {
      boolean wanted = demand.want() != Demand.Want.NO && !demand.underWay();
      if (!wanted || !peer.live(demand.child().name()).isEmpty()) {
        continue;
      }
      if (demand.notBefore() > s.now()) {
        wakeAt = Math.min(wakeAt, demand.notBefore());
      } else {
        missing.add(demand);
      }
    }
    if (!missing.isEmpty()) {
      wakeAt = Math.min(wakeAt, make(peer, missing));
    }
    peer.timer(wakeAt == Long.MAX_VALUE ? null : s.timers().at(wakeAt, () -> mark(peer)));
  }

  /** Begins what is missing; returns when to look again. */
  private long make(Peer peer, List<Demand> missing) {
    IkeSa usable = peer.newestUsable();
    if (usable != null) {
      long settled =
          usable.initiator()
              ? Long.MIN_VALUE
              : usable.establishedAt() + TimeUnit.MILLISECONDS.toNanos(RESPONDER_SETTLE_MILLIS);
      if (settled > s.now()) {
        return settled;
      }
      for (Demand demand : missing) {
        demand.underWay(true);
        s.requests().enqueue(usable, CreateChildSa.create(s, peer.connection(), demand.child()));
      }
      return Long.MAX_VALUE;
    }
    if (peer.connecting() || peer.connection().remoteAddress() == null) {
      return Long.MAX_VALUE;
    }
    if (peer.notBefore() > s.now()) {
      return peer.notBefore();
    }
    connect(peer, missing.getFirst());
    return Long.MAX_VALUE;
  }

  private void connect(Peer peer, Demand first) {
    Connection connection = peer.connection();
    InetSocketAddress local = new InetSocketAddress(connection.localAddress(), IKE_PORT);
    InetSocketAddress remote = new InetSocketAddress(connection.remoteAddress(), IKE_PORT);
    IkeSa sa = new IkeSa(true, s.ikeSas().newSpi(), 0, NetworkPath.of(local, remote), s.now());
    sa.connection(connection);
    s.ikeSas().add(sa);
    ikeSaMade(sa);
    first.underWay(true);
    s.events().ikeSaState(connection.name(), sa.localSpi(), IkeSaState.CONNECTING);
    s.requests().enqueue(sa, new IkeSaInit(s, connection, first.child()));
  }

  @Override
  public void ikeSaMade(IkeSa sa) {
    Peer peer = peer(sa.connectionName());
    if (!peer.ikeSas().contains(sa)) {
      peer.ikeSas().add(sa);
    }
  }

  @Override
  public void ikeSaEstablished(IkeSa sa) {
    ikeSaMade(sa);
    Peer peer = peer(sa.connectionName());
    peer.retryNow();
    peer.failure(null);
    duplicates.check(peer);
    mark(peer);
  }

  @Override
  public void ikeSaRekeyed(IkeSa old, IkeSa successor) {
    mark(peer(successor.connectionName()));
  }

  @Override
  public void ikeSaClosed(IkeSa sa, LossCause cause) {
    Peer peer = sa.connection() == null ? null : peer(sa.connectionName());
    if (peer == null) {
      return;
    }
    peer.ikeSas().remove(sa);
    if (cause == LossCause.FAILED && sa.initiator()) {
      peer.attemptFailed(retryAt(peer.failures()));
      for (Demand demand : peer.demands().values()) {
        if (demand.underWay()) {
          demand.underWay(false);
          demand.attemptFailed();
        }
      }
    }
    mark(peer);
  }

  @Override
  public void childInstalled(ChildSa child) {
    Peer peer = peer(child.owner().connectionName());
    Demand demand = peer.demands().get(child.name());
    if (demand != null) {
      demand.underWay(false);
      demand.succeeded();
      policies.narrow(peer, demand, child);
    }
    duplicates.check(peer);
    mark(peer);
  }

  @Override
  public void childRestored(ChildSa child) {
    Peer peer = peer(child.owner().connectionName());
    Demand demand = peer.demands().get(child.name());
    if (demand != null && demand.reqId() != child.reqId()) {
      restoreReqId(peer, demand, child.reqId());
    }
  }

  /** The data plane has lost its policies. */
  void putPoliciesAgain() {
    for (Peer peer : peers.values()) {
      for (Demand demand : peer.demands().values()) {
        demand.policy(null);
        List<ChildSa> live = peer.live(demand.child().name());
        if (live.isEmpty()) {
          policies.put(peer, demand);
        } else {
          policies.narrow(peer, demand, live.getLast());
        }
      }
    }
  }

  @Override
  public void childClosed(ChildSa child, LossCause cause) {
    Peer peer = peer(child.owner().connectionName());
    Demand demand = peer.demands().get(child.name());
    mark(peer);
    if (demand == null || !peer.live(child.name()).isEmpty()) {
      return;
    }
    demand.underWay(false);
    policies.put(peer, demand);
    switch (cause) {
      case PEER_CLOSED -> {
        demand.want(after(demand.child().close()));
        demand.delay(retryAt(0));
      }
      case PEER_DEAD -> demand.want(after(demand.child().dpd()));
      case EXPIRED -> demand.atLeast(Demand.Want.ONCE);
      case TERMINATED, REPLACED, REKEYED, FAILED -> {}
    }
  }

  private static Demand.Want after(LossAction action) {
    return action == LossAction.RESTART ? Demand.Want.ALWAYS : Demand.Want.NO;
  }

  @Override
  public void childFailed(IkeSa sa, String child, FailureReason reason, String text) {
    Peer peer = peer(sa.connectionName());
    Demand demand = peer.demands().get(child);
    Failure failure = new Failure(reason, text, s.now());
    s.events().failed(sa.connectionName(), child, failure);
    if (demand != null) {
      demand.underWay(false);
      demand.failed(failure, retryAt(demand.failures()));
    }
    mark(peer);
  }

  @Override
  public void exchangeAbandoned(CreateChildSa exchange, Connection connection) {
    Peer peer = peer(connection.name());
    Demand demand = exchange.newChild() == null ? null : peer.demands().get(exchange.newChild());
    if (demand != null) {
      demand.underWay(false);
    }
    mark(peer);
  }

  @Override
  public void report(Connection connection, FailureReason reason, String text) {
    Peer peer = connection == null ? null : peer(connection.name());
    if (peer == null) {
      s.events().note(null, text);
      return;
    }
    Failure failure = new Failure(reason, text, s.now());
    peer.failure(failure);
    s.events().failed(connection.name(), null, failure);
  }

  @Override
  public void suspect(Connection connection, FailureReason reason, String text) {
    if (!suspicions.take(s.now())) {
      return;
    }
    if (hasAuthenticated(connection)) {
      s.events().note(connection.name(), "somebody tried: " + text);
    } else {
      report(connection, reason, text);
    }
  }

  @Override
  public void initialContact(IkeSa sa) {
    for (IkeSa other : List.copyOf(peer(sa.connectionName()).ikeSas())) {
      // One made since the peer wrote this message is no leftover.
      if (other != sa && other.authenticated() && other.establishedAt() < sa.createdAt()) {
        s.lifecycle().close(other, LossCause.REPLACED);
      }
    }
  }

  @Override
  public boolean hasAuthenticated(Connection connection) {
    return peer(connection.name()).newestUsable() != null;
  }

  @Override
  public int reqId(Connection connection, Child child) {
    return peer(connection.name()).demands().get(child.name()).reqId();
  }

  /** Doubling from the initial wait up to the longest, a little random on top. */
  private long retryAt(int failures) {
    long initial = TimeUnit.SECONDS.toMillis(s.settings().reconnectInitialSeconds());
    long max = TimeUnit.SECONDS.toMillis(s.settings().reconnectMaxSeconds());
    long wait = Math.min(max, initial << Math.min(failures, 20));
    return s.now() + TimeUnit.MILLISECONDS.toNanos(s.jitter(wait, wait + wait / 4));
  }

  /** Operator, acquire: wants these children, now. */
  void want(Peer peer, Collection<Demand> demands) {
    peer.retryNow();
    for (Demand demand : demands) {
      demand.retryNow();
      demand.heldDown(false);
      boolean always = demand.child().start() == StartAction.START;
      demand.atLeast(always ? Demand.Want.ALWAYS : Demand.Want.ONCE);
    }
    mark(peer);
  }

  private static void holdDown(Demand demand) {
    demand.want(Demand.Want.NO);
    demand.heldDown(true);
  }

  /** Operator: all of a connection goes down. */
  void terminate(Peer peer) {
    peer.demands().values().forEach(ConnectionSupervisor::holdDown);
    for (IkeSa sa : List.copyOf(peer.ikeSas())) {
      if (sa.authenticated()) {
        s.requests().enqueue(sa, DeleteIkeSa.of(s, LossCause.TERMINATED));
      } else {
        s.lifecycle().close(sa, LossCause.TERMINATED);
      }
    }
    mark(peer);
  }

  /** Operator: one child goes down. */
  void terminate(Peer peer, Demand demand) {
    holdDown(demand);
    for (ChildSa child : peer.live(demand.child().name())) {
      s.requests().enqueue(child.owner(), DeleteChildSa.of(s, child, LossCause.TERMINATED));
    }
    mark(peer);
  }

  /** Operator: a new IKE SA in the place of the old one; false if there is none. */
  boolean rekeyIkeSa(Peer peer) {
    IkeSa sa = peer.newestUsable();
    if (sa != null) {
      s.requests().enqueue(sa, new RekeyIkeSa(s));
    }
    return sa != null;
  }
}
