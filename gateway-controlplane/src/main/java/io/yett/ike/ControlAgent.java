package io.yett.ike;

import io.yett.dataplane.config.GatewayConfig;
import io.yett.dataplane.sachannel.CommandError;
import io.yett.dataplane.sachannel.PacketTuple;
import io.yett.dataplane.sachannel.PolicySpec;
import io.yett.dataplane.sachannel.ReqIds;
import io.yett.dataplane.sachannel.SaStatus;
import io.yett.ike.admin.IkeThread;
import io.yett.ike.admin.Operations;
import io.yett.ike.engine.EngineSettings;
import io.yett.ike.engine.IkeEngine;
import io.yett.ike.engine.InstalledSa;
import io.yett.ike.install.DataplaneInventory;
import io.yett.ike.install.DataplaneLink;
import io.yett.ike.install.DataplaneListener;
import io.yett.ike.install.InstallCallback;
import io.yett.ike.metrics.IkeMetrics;
import io.yett.ike.pad.Connection;
import io.yett.ike.transport.ChannelTransport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ike thread's duty cycle: what the data plane says, what operators ask for, what is due. It
 * feeds the engine, which alone decides. All methods are for the ike thread, but {@link #execute}.
 */
public final class ControlAgent implements DataplaneListener, IkeThread, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlAgent.class);

  /** Messages of the data plane in one turn, so that a flood of them holds up no timer. */
  private static final int POLL_LIMIT = 64;

  /** Requests of operators that may wait. */
  private static final int QUEUE_CAPACITY = 256;

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long SNAPSHOT_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final List<Connection> connections;
  private final EngineSettings settings;
  private final DataplaneLink link;
  private final EngineInstaller installer;
  private final BackgroundWork background = new BackgroundWork();
  private final IkeEngine engine;
  private final Operations operations = new Operations();
  private final IkeMetrics metrics;
  private final InboundTraffic inboundTraffic;
  private final ManyToOneConcurrentArrayQueue<Runnable> requests =
      new ManyToOneConcurrentArrayQueue<>(QUEUE_CAPACITY);
  private boolean started;
  private final long waitingSince = System.nanoTime();
  private boolean toldWaiting;
  private final SelfPaced snapshots = new SelfPaced(SNAPSHOT_NANOS);

  /**
   * Makes the engine and its surroundings; nothing is opened before the first {@link #doWork}.
   *
   * @throws io.yett.dataplane.config.ConfigException if the engine does not take a connection
   */
  public ControlAgent(
      GatewayConfig config,
      List<Connection> connections,
      EngineSettings settings,
      IkeMetrics metrics) {
    this.connections = List.copyOf(connections);
    this.settings = settings;
    this.metrics = metrics;
    this.link = new DataplaneLink(config.channel(), this);
    this.installer = new EngineInstaller(link, this::onCommandResult);
    this.engine =
        new IkeEngine(
            settings,
            metrics.counting(new ChannelTransport(link)),
            installer,
            new EngineCheckpoints(link),
            new EngineObservers(List.of(new EngineLog(), metrics, operations)),
            new SecureRandom(),
            background);
    this.connections.forEach(engine::addConnection);
    this.inboundTraffic = new InboundTraffic(connections);
  }

  /** The engine, for the admin API's work on this thread. */
  public IkeEngine engine() {
    return engine;
  }

  public DataplaneLink link() {
    return link;
  }

  public Operations operations() {
    return operations;
  }

  public List<Connection> connections() {
    return engine.configured();
  }

  /** Whether the engine wants this policy to be there. */
  public boolean ownsPolicy(String name) {
    return installer.policyNames().contains(name);
  }

  /** Whether a reqId is one of the engine's, and not of a manual SA. */
  public boolean ownsReqId(int reqId) {
    return reqId >= settings.firstReqId() && !ReqIds.isManual(reqId);
  }

  /** Whether the engine has begun: it waits for the first data plane. */
  public boolean started() {
    return started;
  }

  @Override
  public boolean execute(Runnable work) {
    return requests.offer(work);
  }

  /** One turn; returns how much was done, 0 if idle. */
  public int doWork() {
    int work = link.poll(POLL_LIMIT);
    sayOnceThatWeWait();
    work += requests.drain(this::runRequest, POLL_LIMIT);
    long now = System.nanoTime();
    work += background.drain(token -> guarded("work", () -> engine.onWorkDone(token, now)));
    if (started) {
      if (now - engine.nextDeadline() >= 0) {
        guarded("timer", () -> engine.onTick(now));
        work++;
      }
      inboundTraffic.doWork(link, engine, now);
    }
    work += operations.doWork(engine, now);
    if (snapshots.due(now)) {
      metrics.snapshot(engine.census(), link.ready());
      snapshots.done(now, System.nanoTime());
    }
    return work;
  }

  /** Closes every IKE SA towards its peer, and removes all SAs from the data plane. */
  public void closeAllSas() {
    if (started) {
      guarded("shutdown", () -> engine.shutdown(System.nanoTime()));
    }
  }

  /** Leaves the data plane as it is, and wipes what this process holds. */
  @Override
  public void close() {
    background.close();
    link.close();
    connections.forEach(Connection::wipe);
  }

  private void runRequest(Runnable request) {
    guarded("request", request);
  }

  /** To attach takes a moment even if all is well: only a longer wait is worth a line. */
  private void sayOnceThatWeWait() {
    if (!toldWaiting && System.nanoTime() - waitingSince > PATIENCE_NANOS) {
      toldWaiting = true;
      LOG.info("{}; IKE begins when the data plane is there", link.status());
    }
  }

  @Override
  public void onReady(DataplaneInventory inventory, boolean restarted) {
    toldWaiting = true;
    guarded("start", () -> takeUp(inventory, restarted, System.nanoTime()));
    inventory.states().values().forEach(state -> Arrays.fill(state, (byte) 0));
  }

  private void takeUp(DataplaneInventory inventory, boolean restarted, long now) {
    if (!started) {
      adopt(inventory, now);
      started = true;
    } else if (restarted) {
      LOG.info("the data plane was restarted: policies and Child SAs are made anew");
      engine.onDataPlaneRestarted(now);
    } else {
      LOG.info("the data plane is back with {} SAs", inventory.sas().size());
      engine.onDataPlaneBack(ours(inventory), now);
    }
    removeStrangers(inventory);
  }

  private void adopt(DataplaneInventory inventory, long now) {
    int restored = 0;
    for (Map.Entry<Long, byte[]> state : inventory.states().entrySet()) {
      String refused = engine.restore(state.getValue(), now);
      if (refused == null) {
        restored++;
      } else {
        LOG.warn("an IKE SA of before is not taken up: {}", refused);
        link.removeState(state.getKey(), InstallCallback.NONE);
      }
    }
    LOG.info(
        "the data plane is there, with {} SAs; {} IKE SAs of before taken up",
        inventory.sas().size(),
        restored);
    engine.start(ours(inventory), now);
  }

  private List<InstalledSa> ours(DataplaneInventory inventory) {
    return inventory.sas().stream()
        .filter(sa -> ownsReqId(sa.spec().reqId()))
        .map(ControlAgent::installed)
        .toList();
  }

  /** Removes what an earlier control plane left of connections that are configured no more. */
  private void removeStrangers(DataplaneInventory inventory) {
    for (PolicySpec policy : inventory.policies()) {
      if (!ownsPolicy(policy.name())) {
        LOG.info("removing policy {}, which no connection has", policy.name());
        link.removePolicy(policy.name(), InstallCallback.NONE);
      }
    }
  }

  private static InstalledSa installed(SaStatus status) {
    return new InstalledSa(
        status.spec().direction(), status.spec().spi(), status.spec().reqId(), status.active());
  }

  @Override
  public void onLost(String reason) {
    toldWaiting = true;
    LOG.warn("the data plane is gone: {}", reason);
    metrics.dataPlaneLost();
  }

  @Override
  public void onIkeDatagram(
      InetAddress localAddress,
      int localPort,
      InetAddress remoteAddress,
      int remotePort,
      byte[] message,
      long receivedNanos) {
    metrics.datagramReceived();
    if (started) {
      InetSocketAddress local = new InetSocketAddress(localAddress, localPort);
      InetSocketAddress remote = new InetSocketAddress(remoteAddress, remotePort);
      guarded("datagram", () -> engine.onDatagram(local, remote, message, System.nanoTime()));
    }
  }

  @Override
  public void onAcquire(int reqId, PacketTuple packet) {
    if (started) {
      guarded("acquire", () -> engine.onAcquire(reqId, System.nanoTime()));
    }
  }

  @Override
  public void onExpire(boolean inbound, int spi, int reqId, boolean hard) {
    if (started && ownsReqId(reqId)) {
      guarded("expire", () -> engine.onExpire(inbound, spi, reqId, hard, System.nanoTime()));
    }
  }

  @Override
  public void onPeerMoved(int spi, int reqId, InetAddress remoteAddress, int remotePort) {
    if (started && ownsReqId(reqId)) {
      InetSocketAddress remote = new InetSocketAddress(remoteAddress, remotePort);
      guarded("peer moved", () -> engine.onPeerMoved(spi, reqId, remote, System.nanoTime()));
    }
  }

  private void onCommandResult(long token, CommandError error, String text) {
    if (error != CommandError.NONE) {
      metrics.commandFailed();
    }
    guarded("answer", () -> engine.onCommandResult(token, error, text, System.nanoTime()));
  }

  /** A fault in one piece of work must not end the thread on which all tunnels depend. */
  private void guarded(String what, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      metrics.internalError();
      LOG.error("internal error in a {}; the control plane goes on", what, e);
    }
  }
}
