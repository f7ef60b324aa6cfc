package io.yett.perf.contender;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The CPUs that this process, and so its children, may use. */
final class AllowedCpus {
  private AllowedCpus() {}

  /** As the kernel writes them: {@code 0-3,8}. */
  static String list() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("Cpus_allowed_list:"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("0");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** DPDK's {@code --lcores}: the first floats over all CPUs, the second is that CPU. */
  static String lcores(int cpu) {
    return "0@(" + list() + "),1@" + cpu;
  }
}
