package io.yett.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One of the two processes of a gateway, as a JVM of its own in the gateway's namespace. */
public final class GatewayProcess implements AutoCloseable {
  private static final String HOME_VARIABLE = "YETT_HOME";

  /** The two processes. */
  public enum Plane {
    DATAPLANE("dataplane", "io.yett.dataplane.DataplaneMain"),
    CONTROLPLANE("controlplane", "io.yett.ike.ControlplaneMain");

    private final String title;
    private final String mainClass;

    Plane(String title, String mainClass) {
      this.title = title;
      this.mainClass = mainClass;
    }
  }

  private final Lab lab;
  private final NetworkNamespace namespace;
  private final Plane plane;
  private final Path config;
  private LabProcess process;

  /** Prepares it; {@link #start} starts it. */
  public GatewayProcess(Lab lab, NetworkNamespace namespace, Plane plane, Path config) {
    this.lab = lab;
    this.namespace = namespace;
    this.plane = plane;
    this.config = config;
  }

  /** Starts it, anew if it had been killed; it is not ready when this returns. */
  public void start() {
    List<String> java =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "@" + home().resolve("deploy/jvm/" + plane.title + ".args"),
            "-cp",
            System.getProperty("java.class.path"),
            plane.mainClass,
            "--config",
            config.toString());
    process = lab.start(namespace.command(java), log());
  }

  /** The project's folder: what the launcher says, or else the nearest one above. */
  private static Path home() {
    String told = System.getenv(HOME_VARIABLE);
    Path folder = Path.of(told == null ? "" : told).toAbsolutePath();
    while (folder != null && !Files.isDirectory(folder.resolve("deploy/jvm"))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new LabException("cannot find deploy/jvm: start this by ./yett, or set YETT_HOME");
    }
    return folder;
  }

  /** SIGKILL: no time to say goodbye. */
  public void kill() {
    process.kill();
  }

  public boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** The running process. */
  public LabProcess process() {
    return process;
  }

  /** Its log, over all its starts. */
  public Path log() {
    return lab.folder().resolve(plane.title + ".log");
  }

  @Override
  public void close() {
    if (process != null) {
      process.close();
    }
  }
}
