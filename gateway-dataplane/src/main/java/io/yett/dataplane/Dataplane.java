package io.yett.dataplane;

import io.yett.dataplane.config.DataplaneConfig;
import io.yett.dataplane.config.GatewayConfig;
import io.yett.dataplane.config.LaneConfig;
import io.yett.dataplane.control.ControlAgent;
import io.yett.dataplane.control.ControlEvents;
import io.yett.dataplane.control.SaCommandAdapter;
import io.yett.dataplane.control.Timers;
import io.yett.dataplane.counters.SlowPathCounters;
import io.yett.dataplane.metrics.DataplaneReadings;
import io.yett.dataplane.metrics.MetricsServer;
import io.yett.dataplane.metrics.SaReadings;
import io.yett.dataplane.sachannel.CommandError;
import io.yett.dataplane.sachannel.SaChannelException;
import io.yett.dataplane.sachannel.SaChannelServer;
import io.yett.systemd.ServiceManager;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running data plane: devices, lanes, control agent, SA channel and metrics. Started and closed
 * by one thread; the control agent has its own.
 */
final class Dataplane implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Dataplane.class);
  private static final long INSTALL_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** The control thread's timers are of 8 ms, so it need not look oftener when all is quiet. */
  private static final long MAX_PARK_NANOS = TimeUnit.MILLISECONDS.toNanos(8);

  private static final long ATTACHED_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int CLOSE_MILLIS = 2_000;

  /** Manual SAs whose reading leaves megabytes behind. */
  private static final int MANY_PAIRS = 5_000;

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final SlowPathCounters slowPathCounters = new SlowPathCounters();
  private final SaReadings saReadings = new SaReadings();
  private final AtomicInteger controlPlaneAttached = new AtomicInteger();
  private final ServiceManager serviceManager = ServiceManager.ofEnvironment();
  private ControlAgent agent;

  private Dataplane() {}

  /**
   * Starts all parts.
   *
   * @param onLaneFailure called once if a lane dies
   */
  static Dataplane start(GatewayConfig config, Runnable onLaneFailure) {
    Dataplane dataplane = new Dataplane();
    try {
      dataplane.startAll(config, onLaneFailure);
      return dataplane;
    } catch (RuntimeException e) {
      dataplane.close();
      throw e;
    }
  }

  /** Why a lane has died, if one has. */
  Optional<String> failure() {
    return agent.failure();
  }

  private void startAll(GatewayConfig config, Runnable onLaneFailure) {
    long startNanos = System.nanoTime();
    LOG.info("Yett data plane {}, process {}", Version.text(), ProcessHandle.current().pid());
    DataplaneConfig dataplane = config.dataplane();
    Devices devices = opened(Devices.open(dataplane, CryptoChoice.suites(config)));
    SaChannelServer channel = openChannel(config);
    Pipeline pipeline = opened(pipeline(dataplane, devices));
    startLanes(pipeline, dataplane.lane());
    ManualSas manual = new ManualSas(dataplane);
    installManual(manual, pipeline);

    Timers timers = new Timers(System.nanoTime());
    SlowPath slowPath =
        new SlowPath(
            SlowPath.ownAddresses(dataplane.ports(), port -> devices.ports().get(port).mac()),
            pipeline,
            timers,
            slowPathCounters,
            ControlEvents.over(channel),
            saReadings);
    Status status = new Status(dataplane.withoutManualSas(), devices, pipeline, startNanos);
    SaCommandAdapter commands =
        new SaCommandAdapter(
            channel, pipeline, slowPath.udp(), status, new ArrayList<>(manual.policies()));
    enforcePolicies(commands, pipeline);
    agent =
        new ControlAgent(
            System::nanoTime,
            timers,
            pipeline,
            slowPath.punts(),
            commands::poll,
            () -> Optional.ofNullable(pipeline.failure()).map(Throwable::toString),
            onLaneFailure);
    timers.repeat(ATTACHED_NANOS, () -> controlPlaneAttached.set(channel.clientAttached() ? 1 : 0));
    slowPath.announce();
    if (serviceManager.signOfLifeNanos() > 0) {
      timers.repeat(
          serviceManager.signOfLifeNanos(),
          new SignOfLife(
              serviceManager::alive, pipeline.lanes(), lane -> pipeline.counters(lane).polls()));
    }
    startAgent();
    startMetrics(dataplane, devices, pipeline, slowPath);
    if (manual.size() >= MANY_PAIRS) {
      System.gc(); // reading so many has taken a heap that nobody needs from now on
    }
    if (manual.size() > 0) {
      LOG.warn(
          "manual SAs are for the laboratory (RFC 4106 section 2: AES-GCM wants fresh keys): after a"
              + " restart sequence numbers begin again, so the peer's replay window drops packets;"
              + " remedy: change the keys at each start, or use IKEv2");
    }
    LOG.info(
        "ready: {} policies and {} manual SA pairs by the file, SA channel {}",
        manual.policies().size(),
        manual.size(),
        config.channel());
    tellReady(dataplane);
  }

  private void tellReady(DataplaneConfig config) {
    if (serviceManager.fault() != null) {
      LOG.warn("{}", serviceManager.fault());
    }
    serviceManager.ready(
        "forwarding between " + config.ports().size() + " ports; see `yett status`");
  }

  private static Pipeline pipeline(DataplaneConfig config, Devices devices) {
    return new Pipeline(
        new PipelineConfig(
            config.lane(),
            config.ports(),
            config.routes(),
            config.defaultPolicy(),
            devices.ports(),
            devices.pools(),
            devices.crypto(),
            PipelineConfig.Limits.withManualPairs(config.manualSas().size())));
  }

  private SaChannelServer openChannel(GatewayConfig config) {
    try {
      return opened(SaChannelServer.create(config.channel()));
    } catch (SaChannelException e) {
      throw new StartException(e.getMessage(), e);
    }
  }

  private static void startLanes(Pipeline pipeline, LaneConfig lane) {
    try {
      pipeline.start();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartException("interrupted while the lanes started", e);
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new StartException(e.getMessage(), e);
    }
    LOG.info(
        "{}: {}, {}, bursts of {}, idle {}",
        lane.count() == 1 ? "lane" : lane.count() + " lanes",
        lane.shape().name().toLowerCase(Locale.ROOT),
        lane.cpus().isEmpty() ? "threads not pinned" : "on CPU " + lane.cpus(),
        lane.burst(),
        lane.idle().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    if (lane.idle() == LaneConfig.Idle.BACKOFF) {
      LOG.info(
          "idle: sleeps of up to {} us without packets; meanwhile a receive queue of {} takes {}"
              + " packets a second, one of 512 (net_af_packet's by default) {}",
          lane.maxSleepMicros(),
          Devices.DESCRIPTORS,
          rate(Devices.DESCRIPTORS, lane),
          rate(512, lane));
    }
  }

  private static long rate(int queueDepth, LaneConfig lane) {
    return Math.round(LaneIdle.safeRate(queueDepth, lane.maxSleepMicros()));
  }

  /** Until the control agent starts, this thread is the control thread. */
  private static void installManual(ManualSas manual, Pipeline pipeline) {
    List<String> errors = new ArrayList<>();
    boolean[] done = new boolean[1];
    manual.install(
        pipeline,
        (error, text) -> {
          done[0] = true;
          if (error != CommandError.NONE) {
            errors.add(text);
          }
        });
    long deadline = System.nanoTime() + INSTALL_NANOS;
    while (!done[0] && System.nanoTime() - deadline < 0) {
      pipeline.poll(DiscardPunts.INSTANCE, 1);
      Thread.onSpinWait();
    }
    if (!done[0]) {
      errors.add("a lane does not answer; is its CPU taken by another thread?");
    }
    if (!errors.isEmpty()) {
      throw new StartException(String.join("; ", errors));
    }
  }

  /** Ready is who has the file's policies in force; commands of others still wait. */
  private static void enforcePolicies(SaCommandAdapter commands, Pipeline pipeline) {
    long deadline = System.nanoTime() + INSTALL_NANOS;
    commands.poll(0);
    while (!commands.settled() && System.nanoTime() - deadline < 0) {
      pipeline.poll(DiscardPunts.INSTANCE, 1);
      Thread.onSpinWait();
    }
    if (!commands.settled()) {
      throw new StartException("a lane does not answer; is its CPU taken by another thread?");
    }
  }

  private void startAgent() {
    AgentRunner runner =
        new AgentRunner(
            new BackoffIdleStrategy(20, 20, 1_000, MAX_PARK_NANOS),
            e -> LOG.error("a fault of the control agent; it goes on", e),
            null,
            agent);
    AgentRunner.startOnThread(runner, task -> Thread.ofPlatform().name("control").unstarted(task));
    open.push(() -> runner.close(CLOSE_MILLIS, thread -> LOG.warn("{} does not end", thread)));
  }

  private void startMetrics(
      DataplaneConfig config, Devices devices, Pipeline pipeline, SlowPath slowPath) {
    if (config.metrics().isEmpty()) {
      return;
    }
    DataplaneReadings readings = new DataplaneReadings();
    for (int i = 0; i < config.ports().size(); i++) {
      readings.addPort(config.ports().get(i).name(), devices.ports().get(i));
    }
    readings.addLanes(pipeline);
    readings.addSlowPath(slowPathCounters);
    for (int lane = 0; lane < devices.pools().size(); lane++) {
      readings.addBuffers(lane, devices.pools().get(lane));
    }
    readings.addGauge(
        "neighbors", "Next hops with a known link address.", slowPath.neighbors()::resolved);
    readings.addGauge(
        "control.plane.attached",
        "1 while a control plane is attached to the SA channel.",
        controlPlaneAttached::get);
    readings.addCounter("control.turns", "Turns of the control thread's loop.", agent::turns);
    InetSocketAddress address = config.metrics().get();
    try {
      MetricsServer server = opened(new MetricsServer(address, readings.all(), saReadings));
      LOG.info("metrics: http:/{}/metrics", server.address());
    } catch (IOException e) {
      throw new StartException(
          "metrics cannot be served at "
              + address
              + ": "
              + e.getMessage()
              + "; remedy: change dataplane.metrics, or stop what uses that port",
          e);
    }
  }

  private <T extends AutoCloseable> T opened(T part) {
    open.push(part);
    return part;
  }

  /** Closes all parts, the last started first. Idempotent. */
  @Override
  public void close() {
    serviceManager.stopping();
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) { // AutoCloseable allows any; the others are closed all the same
        LOG.warn("closing: {}", e.getMessage());
      }
    }
  }
}
