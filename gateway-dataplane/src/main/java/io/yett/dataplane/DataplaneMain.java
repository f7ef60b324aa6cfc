package io.yett.dataplane;

import io.yett.dataplane.config.ConfigException;
import io.yett.dataplane.config.ConfigLoader;
import io.yett.dataplane.config.GatewayConfig;
import io.yett.dataplane.config.LoadedConfig;
import io.yett.dataplane.config.SecretCheck;
import io.yett.dpdk.DpdkException;
import io.yett.dpdk.DpdkVersion;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The data plane process: reads the configuration, starts all parts, and waits for its end. */
public final class DataplaneMain {
  static final int OK = 0;
  static final int FAULT = 1;
  static final int USAGE = 2;
  static final int NOT_STARTED = 3;

  /** How long a stop may take before the process ends anyway. */
  private static final long STOP_SECONDS = 10;

  private DataplaneMain() {}

  /** Runs; see {@code --help}. */
  public static void main(String[] arguments) {
    if (System.getProperty("log4j2.configurationFile") == null) {
      System.setProperty("log4j2.configurationFile", "classpath:io/yett/dataplane/log4j2.xml");
    }
    System.exit(run(arguments));
  }

  /** The exit code. */
  static int run(String... arguments) {
    DataplaneOptions options;
    try {
      options = DataplaneOptions.parse(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println("yett dataplane: " + e.getMessage());
      return USAGE;
    }
    return switch (options.action()) {
      case HELP -> {
        System.out.print(DataplaneOptions.USAGE);
        yield OK;
      }
      case VERSION -> version();
      case CHECK, RUN -> withConfig(options);
    };
  }

  private static int version() {
    System.out.println("Yett data plane " + Version.text());
    try {
      System.out.println(DpdkVersion.text());
      return OK;
    } catch (DpdkException e) {
      System.err.println(e.getMessage());
      return NOT_STARTED;
    }
  }

  private static int withConfig(DataplaneOptions options) {
    Path file = options.config().orElseThrow();
    Queue<GatewayConfig> loaded = load(file);
    if (loaded.isEmpty()) {
      return USAGE;
    }
    if (options.action() == DataplaneOptions.Action.CHECK) {
      System.out.println(file + ": in order");
      return OK;
    }
    return serve(loaded);
  }

  /** One configuration, or none after telling why. */
  private static Queue<GatewayConfig> load(Path file) {
    LoadedConfig loaded = ConfigLoader.check(file, SecretCheck.DATAPLANE);
    loaded.lines().forEach(System.err::println);
    return new ArrayDeque<>(loaded.config().stream().toList());
  }

  /**
   * Takes the configuration out of the queue, so that it stays no longer than somebody needs it.
   */
  private static int serve(Queue<GatewayConfig> loaded) {
    Logger log = LoggerFactory.getLogger(DataplaneMain.class);
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Thread hook = Thread.ofPlatform().name("stop").unstarted(() -> stopAndHalt(stop, stopped));
    Runtime.getRuntime().addShutdownHook(hook);
    try (Dataplane dataplane = Dataplane.start(loaded.remove(), stop::countDown)) {
      stop.await();
      Optional<String> failure = dataplane.failure();
      if (failure.isEmpty()) {
        log.info("stopping as asked");
        return OK;
      }
      log.error("a lane died, so this process ends: {}", failure.get());
      forget(hook);
      return FAULT;
    } catch (DpdkException | ConfigException | StartException e) {
      log.error("not started: {}", e.getMessage());
      forget(hook);
      return NOT_STARTED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return OK;
    } catch (RuntimeException e) {
      log.error("an internal fault", e);
      forget(hook);
      return FAULT;
    } finally {
      stopped.countDown();
    }
  }

  /** On a signal: lets the main thread end everything, then ends the JVM with code 0. */
  private static void stopAndHalt(CountDownLatch stop, CountDownLatch stopped) {
    stop.countDown();
    try {
      boolean clean = stopped.await(STOP_SECONDS, TimeUnit.SECONDS);
      Runtime.getRuntime().halt(clean ? OK : FAULT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      LoggerFactory.getLogger(DataplaneMain.class).debug("stopping already", e);
    }
  }
}
