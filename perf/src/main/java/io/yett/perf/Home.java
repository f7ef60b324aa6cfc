package io.yett.perf;

import java.nio.file.Path;

/** Where the project is. */
public final class Home {
  private Home() {}

  /** The launcher says it; without it, it is the working directory. */
  public static Path directory() {
    return Path.of(System.getenv().getOrDefault("YETT_HOME", ".")).toAbsolutePath().normalize();
  }
}
