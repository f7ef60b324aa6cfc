package io.yett.ike;

import io.yett.dataplane.config.GatewayConfig;
import io.yett.ike.admin.AdminApi;
import io.yett.ike.admin.AdminServer;
import io.yett.ike.admin.ProcessFacts;
import io.yett.ike.config.EngineConfig;
import io.yett.ike.metrics.IkeMetrics;
import io.yett.ike.metrics.MetricsServer;
import io.yett.systemd.ServiceManager;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Joins the control plane's threads: ike, admin and metrics, and ends them in order. */
final class Controlplane {
  /** The admin socket's name in the run-directory. */
  static final String SOCKET = "control.sock";

  /** Adds little to a message's way, for sleeps are no longer than the quiet before them. */
  private static final long MAX_PARK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private static final long DRAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long STOP_SECONDS = 5;
  private static final Logger LOG = LoggerFactory.getLogger(Controlplane.class);

  private final ControlAgent agent;
  private final boolean closeOnExit;
  private final ServiceManager serviceManager = ServiceManager.ofEnvironment();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean stopping;

  private Controlplane(ControlAgent agent, boolean closeOnExit) {
    this.agent = agent;
    this.closeOnExit = closeOnExit;
  }

  /**
   * Runs until SIGTERM or SIGINT; the calling thread becomes the ike thread.
   *
   * @throws IOException in one line that names the remedy
   */
  static void run(Path file, GatewayConfig config, boolean closeOnExit) throws IOException {
    ProcessFacts facts = new ProcessFacts(file, config, Instant.now(), System.nanoTime());
    try (MetricsServer metricsServer = new MetricsServer();
        ControlAgent agent =
            new ControlAgent(
                config,
                EngineConfig.connections(config),
                EngineConfig.settings(config.controlplane()),
                new IkeMetrics(metricsServer.registry()));
        AdminServer admin =
            AdminServer.open(config.runDirectory().resolve(SOCKET), new AdminApi(agent, facts))) {
      if (config.controlplane().metrics().isPresent()) {
        metricsServer.start(config.controlplane().metrics().get());
      }
      Thread adminThread = new Thread(admin, "admin");
      adminThread.start();
      new Controlplane(agent, closeOnExit).serve(file, admin, adminThread);
    }
  }

  private void serve(Path file, AdminServer admin, Thread adminThread) {
    Thread hook = new Thread(this::stop, "stop");
    Runtime.getRuntime().addShutdownHook(hook);
    Thread.currentThread().setName("ike");
    LOG.info("control plane {} started with {}", Version.text(), file);
    if (serviceManager.fault() != null) {
      LOG.warn("{}", serviceManager.fault());
    }
    serviceManager.ready(agent.connections().size() + " connections configured; see `yett status`");
    try {
      loop();
    } finally {
      serviceManager.stopping();
      admin.close();
      join(adminThread);
      LOG.info(closeOnExit ? "control plane ended" : "control plane ended; SAs stay");
      agent.close();
      ended.countDown();
    }
  }

  private void loop() {
    IdleStrategy idle = new BackoffIdleStrategy(10, 10, 50_000, MAX_PARK_NANOS);
    long nextSign = System.nanoTime();
    while (!stopping) {
      idle.idle(agent.doWork());
      nextSign = signOfLife(nextSign);
    }
    if (closeOnExit) {
      agent.closeAllSas();
      long end = System.nanoTime() + DRAIN_NANOS;
      while (System.nanoTime() - end < 0) {
        idle.idle(agent.doWork());
      }
    }
  }

  /** Tells the service manager's watchdog, if it is time; returns when it is time again. */
  private long signOfLife(long due) {
    long now = System.nanoTime();
    if (serviceManager.signOfLifeNanos() == 0 || now - due < 0) {
      return due;
    }
    serviceManager.alive();
    return now + serviceManager.signOfLifeNanos();
  }

  /** On a signal: lets the ike thread end everything, then ends the JVM with code 0, not 143. */
  private void stop() {
    stopping = true;
    try {
      boolean clean = ended.await(STOP_SECONDS, TimeUnit.SECONDS);
      if (!clean) {
        LOG.warn("the ike thread did not end within {} s", STOP_SECONDS);
      }
      Runtime.getRuntime().halt(clean ? 0 : 1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
