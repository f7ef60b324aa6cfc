package io.yett.dataplane.run;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The real process, in a namespace. */
final class RunningDataplane {
  private final Process process;
  private final Path log;

  private RunningDataplane(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts it; it may not be ready yet. */
  static RunningDataplane start(Namespaces namespaces, String namespace, Path config)
      throws IOException {
    return start(namespaces, namespace, config, 128);
  }

  /** As above, with a heap of so many MiB. */
  static RunningDataplane start(Namespaces namespaces, String namespace, Path config, int heap)
      throws IOException {
    Path log = config.resolveSibling(config.getFileName() + ".log");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
                "-Xmx" + heap + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.yett.dataplane.DataplaneMain",
                "--config",
                config.toString()));
    return new RunningDataplane(namespaces.start(namespace, log, command), log);
  }

  /** Waits until it forwards. */
  RunningDataplane awaitReady() {
    return awaitReady(Duration.ofSeconds(60));
  }

  RunningDataplane awaitReady(Duration limit) {
    await()
        .alias("ready:\n" + log())
        .atMost(limit)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> log().contains("ready:") || !process.isAlive());
    if (!process.isAlive()) {
      throw new AssertionError("it ended: " + log());
    }
    return this;
  }

  /** Asks it to stop, as a supervisor does; its exit code. */
  int terminate() throws InterruptedException {
    process.destroy();
    return awaitExit();
  }

  int awaitExit() throws InterruptedException {
    return awaitExit(Duration.ofSeconds(60));
  }

  int awaitExit(Duration limit) throws InterruptedException {
    if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("it does not end: " + log());
    }
    return process.exitValue();
  }

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
