package io.yett.ike.engine;

import io.yett.dataplane.sachannel.CommandError;
import io.yett.ike.crypto.ChildProposals;
import io.yett.ike.crypto.IkeProposals;
import io.yett.ike.exchange.Commands;
import io.yett.ike.exchange.DeleteChildSa;
import io.yett.ike.exchange.Restoration;
import io.yett.ike.exchange.Services;
import io.yett.ike.exchange.UpdateAddresses;
import io.yett.ike.pad.Child;
import io.yett.ike.pad.Connection;
import io.yett.ike.pad.PostQuantumKey;
import io.yett.ike.pad.StartAction;
import io.yett.ike.sa.ChildSa;
import io.yett.ike.sa.Extension;
import io.yett.ike.sa.IkeSa;
import io.yett.ike.sa.LossCause;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * IKEv2 (RFC 7296) as initiator and responder for all connections. It does no I/O, reads no clock
 * and starts no thread.
 *
 * <p>All methods are for the owning thread alone. {@code now} is {@link System#nanoTime()}'s clock
 * (monotonic, the same over restarts of the process within one boot, as checkpoints hold it); it
 * never goes back. After any call the caller sets its timer to {@link #nextDeadline}.
 *
 * <p>Order at start: {@link #addConnection} for all, {@link #restore} for all checkpoints, then
 * {@link #start}.
 */
public final class IkeEngine {

  private final Services s;
  private final ConnectionSupervisor supervisor = new ConnectionSupervisor();
  private final Receiver receiver;
  private final Restoration restoration;
  private final EngineEvents events;

  /**
   * Makes an engine without connections.
   *
   * @param random the one source of SPIs, nonces, private values and jitter; a simulation injects a
   *     seeded one
   */
  public IkeEngine(
      EngineSettings settings,
      IkeTransport transport,
      ChildSaInstaller installer,
      CheckpointStore checkpoints,
      EngineEvents events,
      SecureRandom random) {
    this(settings, transport, installer, checkpoints, events, random, SlowWork.NONE);
  }

  /**
   * Makes an engine without connections, which may use certificates.
   *
   * @param random see above; also used by tasks of the slow work
   */
  public IkeEngine(
      EngineSettings settings,
      IkeTransport transport,
      ChildSaInstaller installer,
      CheckpointStore checkpoints,
      EngineEvents events,
      SecureRandom random,
      SlowWork slowWork) {
    this.events = events;
    this.s =
        new Services(
            settings,
            transport,
            new Commands(installer),
            checkpoints,
            events,
            random,
            supervisor,
            slowWork);
    supervisor.attach(s);
    this.receiver = new Receiver(s);
    this.restoration = new Restoration(s);
  }

  /**
   * Adds a connection. Throws {@link IllegalArgumentException} with a clear text when its name is
   * taken or a proposal is not understood or not allowed.
   */
  public void addConnection(Connection connection) {
    IkeProposals proposals = IkeProposals.parse(connection.proposals());
    PostQuantumKey ppk = connection.options().ppk();
    if (connection.options().requirePostQuantum()
        && !proposals.alwaysPostQuantum()
        && (ppk == null || !ppk.required())) {
      throw new IllegalArgumentException(
          "connection "
              + connection.name()
              + " requires post-quantum key exchanges, and a proposal of it may end without: give"
              + " each of them e.g. ke1_mlkem768 and no ke1_none");
    }
    for (Child child : connection.children()) {
      ChildProposals.parse(child.proposals());
    }
    s.pad().add(connection);
    supervisor.add(connection);
  }

  /**
   * Takes back an IKE SA with its children, as {@link CheckpointStore#put} was given it.
   *
   * @return null if it was taken; otherwise why not, in words (the caller removes the checkpoint)
   */
  public String restore(byte[] checkpoint, long now) {
    s.now(now);
    return restoration.restore(checkpoint);
  }

  /**
   * Begins: puts the policies of all children, and starts those that are to start. Restored Child
   * SAs that the data plane no longer has are made anew with new keys (their sequence numbers are
   * lost, RFC 4303 §3.3.3); SAs of the engine's reqIds that no checkpoint knows are removed.
   *
   * @param installed what the data plane has now; manual SAs may be among them
   */
  public void start(List<InstalledSa> installed, long now) {
    input(
        now,
        () -> {
          restoration.resume(installed, s.settings().firstReqId());
          supervisor.start();
        });
  }

  /**
   * The data plane was restarted and has lost every SA and policy (and is ready again). Commands
   * without a result yet are forgotten: their tokens are never answered. Policies are put again,
   * Child SAs made anew.
   */
  public void onDataPlaneRestarted(long now) {
    input(
        now,
        () -> {
          s.installation().forgetAll();
          s.commands().failAll("the data plane was restarted");
          supervisor.putPoliciesAgain();
          restoration.dataPlaneRestarted();
        });
  }

  /**
   * The data plane was out of reach for a while, and is back with what it had: commands of that
   * time failed. What it lacks is made anew, what it has too much is removed.
   *
   * @param installed what the data plane has now; manual SAs may be among them
   */
  public void onDataPlaneBack(List<InstalledSa> installed, long now) {
    input(
        now,
        () -> {
          supervisor.putPoliciesAgain();
          restoration.reconcile(installed, s.settings().firstReqId());
        });
  }

  /**
   * A datagram came in, the non-ESP marker removed. Any octets at all; only authenticated ones
   * change an established SA.
   *
   * @param local the address and port it came to
   * @param datagram not kept
   */
  public void onDatagram(
      InetSocketAddress local, InetSocketAddress remote, byte[] datagram, long now) {
    input(now, () -> receiver.receive(local, remote, datagram));
  }

  /** Does what is due. */
  public void onTick(long now) {
    input(now, () -> s.timers().run(now));
  }

  /** When {@link #onTick} is to be called next; {@link Long#MAX_VALUE} if nothing is due ever. */
  public long nextDeadline() {
    return s.timers().nextDeadline();
  }

  /** A command given to the {@link ChildSaInstaller} was answered. */
  public void onCommandResult(long token, CommandError error, String text, long now) {
    input(now, () -> s.commands().onResult(token, error, text));
  }

  /** A task given to {@link SlowWork} is done. */
  public void onWorkDone(long token, long now) {
    input(now, () -> s.background().onDone(token));
  }

  /** A packet met the policy of this reqId and there is no outbound SA. */
  public void onAcquire(int reqId, long now) {
    input(
        now,
        () -> {
          Demand demand = demand(reqId);
          if (demand != null && !demand.heldDown() && demand.child().start() != StartAction.NONE) {
            supervisor.want(supervisor.peer(reqId), List.of(demand));
          }
        });
  }

  /** An SA reached a soft or hard limit of packets, bytes or time. */
  public void onExpire(boolean inbound, int spi, int reqId, boolean hard, long now) {
    input(
        now,
        () -> {
          ChildSa child = child(inbound, spi, reqId);
          if (child == null) {
            return;
          }
          if (hard) {
            supervisor.report(
                child.owner().connection(),
                FailureReason.EXPIRED,
                "an SA of " + child.name() + " reached its hard lifetime before it was rekeyed");
            s.requests().enqueue(child.owner(), DeleteChildSa.of(s, child, LossCause.EXPIRED));
          } else {
            s.lifecycle().rekey(child);
          }
        });
  }

  /** An authenticated ESP packet came from another outer address or port (RFC 7296 §2.23). */
  public void onPeerMoved(int spi, int reqId, InetSocketAddress remote, long now) {
    input(
        now,
        () -> {
          ChildSa child = child(true, spi, reqId);
          boolean mobike = child != null && child.owner().extensions().contains(Extension.MOBIKE);
          if (child != null
              && !mobike
              && child.owner().path().natRemote()
              && child.encapsulated()) {
            IkeSa sa = child.owner();
            sa.path(sa.path().withRemote(remote));
            s.installation().updatePeer(sa);
            s.lifecycle().checkpoint(sa);
            events.note(sa.connectionName(), "the peer moved to " + remote);
          }
        });
  }

  /**
   * Inbound packets passed the SAs of this reqId since the last call: as good as an answer to DPD.
   */
  public void onInboundTraffic(int reqId, long now) {
    Peer peer = supervisor.peer(reqId);
    if (peer != null) {
      for (IkeSa sa : peer.ikeSas()) {
        if (sa.children().stream().anyMatch(c -> c.reqId() == reqId)) {
          sa.lastInboundAt(now);
        }
      }
    }
  }

  /**
   * Operator: brings a connection up.
   *
   * @param child null for all its children
   * @return null, or why it cannot be done
   */
  public String initiate(String connection, String child, long now) {
    String problem = unknown(connection, child);
    if (problem != null) {
      return problem;
    }
    Peer peer = supervisor.peer(connection);
    if (peer.connection().remoteAddress() == null) {
      return "connection " + connection + " has no remote address: only its peer can begin";
    }
    input(now, () -> supervisor.want(peer, demands(peer, child)));
    return null;
  }

  /** Operator: takes a connection (child null) or one child down, and does not restart it. */
  public String terminate(String connection, String child, long now) {
    String problem = unknown(connection, child);
    if (problem != null) {
      return problem;
    }
    Peer peer = supervisor.peer(connection);
    input(
        now,
        () -> {
          if (child == null) {
            supervisor.terminate(peer);
          } else {
            supervisor.terminate(peer, peer.demands().get(child));
          }
        });
    return null;
  }

  /** Operator: rekeys a child, or all children of a connection (child null). */
  public String rekeyChild(String connection, String child, long now) {
    String problem = unknown(connection, child);
    if (problem != null) {
      return problem;
    }
    Peer peer = supervisor.peer(connection);
    List<ChildSa> live = new ArrayList<>();
    demands(peer, child).forEach(demand -> live.addAll(peer.live(demand.child().name())));
    if (live.isEmpty()) {
      return "connection " + connection + " has no Child SA to rekey: bring it up first";
    }
    input(now, () -> live.forEach(s.lifecycle()::rekey));
    return null;
  }

  /** Operator: rekeys the IKE SA. */
  public String rekeyIkeSa(String connection, long now) {
    String problem = unknown(connection, null);
    if (problem != null) {
      return problem;
    }
    boolean[] done = {false};
    input(now, () -> done[0] = supervisor.rekeyIkeSa(supervisor.peer(connection)));
    return done[0]
        ? null
        : "connection " + connection + " has no IKE SA to rekey: bring it up first";
  }

  /**
   * Our outer address changes: all IKE SAs of the connection that speak MOBIKE go on from the new
   * one (RFC 4555 §3.5).
   *
   * @return null, or why it cannot be done
   */
  public String move(String connection, InetAddress local, long now) {
    String problem = unknown(connection, null);
    if (problem != null) {
      return problem;
    }
    IkeSa sa = supervisor.peer(connection).newestUsable();
    if (sa == null || !sa.initiator() || !sa.extensions().contains(Extension.MOBIKE)) {
      return "connection "
          + connection
          + " has no IKE SA that can move: it was not begun by us, or"
          + " the peer does not speak MOBIKE";
    }
    input(
        now,
        () -> {
          InetSocketAddress from = new InetSocketAddress(local, sa.path().local().getPort());
          sa.path(sa.path().withEndpoints(from, sa.path().remote()));
          s.requests().enqueue(sa, UpdateAddresses.moved(s));
        });
    return null;
  }

  /**
   * Closes every IKE SA towards its peer (deletes sent once, no wait for answers) and removes Child
   * SAs and checkpoints; for a stop that is not to be taken back.
   */
  public void shutdown(long now) {
    input(now, () -> supervisor.peers().forEach(supervisor::terminate));
    for (IkeSa sa : s.ikeSas().all()) {
      s.lifecycle().close(sa, LossCause.TERMINATED);
    }
  }

  /** The connections in the order they were added. */
  public List<ConnectionView> connections(long now) {
    return supervisor.peers().stream().map(peer -> Views.of(peer, now)).toList();
  }

  /** One connection; null if there is none of that name. */
  public ConnectionView connection(String name, long now) {
    Peer peer = supervisor.peer(name);
    return peer == null ? null : Views.of(peer, now);
  }

  /** How many connections, IKE SAs and Child SAs are in which state. */
  public Census census() {
    return Census.of(supervisor.peers());
  }

  /** The connections themselves, those of clients included, in the order they were added. */
  public List<Connection> configured() {
    return supervisor.peers().stream().map(Peer::connection).toList();
  }

  /** The reqId of a child, stable while the engine lives; 0 if there is none of that name. */
  public int reqIdOf(String connection, String child) {
    Peer peer = supervisor.peer(connection);
    Demand demand = peer == null ? null : peer.demands().get(child);
    return demand == null ? 0 : demand.reqId();
  }

  /** One input: what it is, then what follows of it. No input ends the caller's thread. */
  private void input(long now, Runnable action) {
    s.now(Math.max(now, s.now()));
    try {
      action.run();
      supervisor.settle();
    } catch (RuntimeException e) {
      events.internalError(e);
    }
  }

  private String unknown(String connection, String child) {
    Peer peer = supervisor.peer(connection);
    if (peer == null) {
      return "no connection is named " + connection;
    }
    if (child != null && !peer.demands().containsKey(child)) {
      return "connection " + connection + " has no child named " + child;
    }
    return null;
  }

  private static List<Demand> demands(Peer peer, String child) {
    return child == null
        ? List.copyOf(peer.demands().values())
        : List.of(peer.demands().get(child));
  }

  private Demand demand(int reqId) {
    Peer peer = supervisor.peer(reqId);
    return peer == null
        ? null
        : peer.demands().values().stream().filter(d -> d.reqId() == reqId).findFirst().orElse(null);
  }

  private ChildSa child(boolean inbound, int spi, int reqId) {
    Peer peer = supervisor.peer(reqId);
    if (peer == null) {
      return null;
    }
    for (IkeSa sa : peer.ikeSas()) {
      ChildSa child = inbound ? sa.childByInboundSpi(spi) : sa.childByOutboundSpi(spi);
      if (child != null && child.reqId() == reqId) {
        return child;
      }
    }
    return null;
  }
}
