package io.yett.perf.result;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where the figures come from.
 *
 * @param cpu its name
 * @param cores that this process may use
 * @param commit of Yett; with {@code +} if files were changed since
 * @param hugepages what is reserved
 */
public record Machine(
    String cpu,
    int cores,
    String kernel,
    String dpdk,
    String java,
    String commit,
    String hugepages) {
  private static final String UNKNOWN = "unknown";

  /** Asks this machine. */
  public static Machine read(Path home) {
    return new Machine(
        field("/proc/cpuinfo", "model name"),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.version"),
        run(home, "pkg-config", "--modversion", "libdpdk"),
        System.getProperty("java.vendor.version", "") + " " + System.getProperty("java.version"),
        commit(home),
        field("/proc/meminfo", "HugePages_Total") + " x " + field("/proc/meminfo", "Hugepagesize"));
  }

  private static String commit(Path home) {
    String head = run(home, "git", "rev-parse", "--short", "HEAD");
    String changes = run(home, "git", "status", "--porcelain", "--untracked-files=no");
    return changes.isEmpty() || head.equals(UNKNOWN) ? head : head + "+";
  }

  private static String field(String file, String name) {
    try {
      return Files.readAllLines(Path.of(file)).stream()
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(UNKNOWN);
    } catch (IOException e) {
      return UNKNOWN;
    }
  }

  private static String run(Path directory, String... command) {
    try {
      Process process =
          new ProcessBuilder(List.of(command))
              .directory(directory.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? output.strip() : UNKNOWN;
    } catch (IOException e) {
      return UNKNOWN;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return UNKNOWN;
    }
  }
}
