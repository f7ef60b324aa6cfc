package io.yett.perf.contender;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The command line of a DPDK program, up to the arguments of its own. */
final class DpdkCommand {
  /** Mebibytes without hugepages; with them a program takes what it needs. */
  private static final int BASE_MEMORY_MIB = 256;

  private static final int MBUF_OCTETS = 2560;
  private static final int SA_OCTETS = 8192;

  private DpdkCommand() {}

  /**
   * Begins the command.
   *
   * @param lcores as {@code --lcores} has it
   */
  static List<String> of(String program, String lcores, Workload workload, Settings settings) {
    List<String> command = new ArrayList<>();
    command.add("stdbuf");
    command.add("-oL"); // its statistics come by the line, not by the 4096 octets
    command.addAll(List.of(program, "--lcores", lcores, "--no-pci", "--no-telemetry"));
    command.addAll(List.of("--file-prefix", "yett-bench"));
    if (settings.hugepages()) {
      command.add("--in-memory");
    } else {
      long octets =
          (long) mbufs(workload) * MBUF_OCTETS
              + (long) workload.scenario().protection().tunnels() * SA_OCTETS;
      int memory = BASE_MEMORY_MIB + (int) (octets >> 20);
      command.addAll(List.of("--no-huge", "--no-shconf", "-m", Integer.toString(memory)));
    }
    return command;
  }

  /** The two ports, red and black: a file that repeats, or one that receives nothing. */
  static List<String> ports(Workload workload) {
    return List.of(
        "--vdev", port(0, workload.files().red()), "--vdev", port(1, workload.files().black()));
  }

  /** Buffers that a program needs: those that net_pcap keeps, and as many as it works with. */
  static int mbufs(Workload workload) {
    int files = workload.files().all().size();
    return workload.scenario().traffic().frames() * files + 16_384;
  }

  private static String port(int number, List<Path> files) {
    if (files.isEmpty()) {
      return "net_null" + number + ",no-rx=1";
    }
    return files.stream()
        .map(file -> ",rx_pcap=" + file)
        .collect(Collectors.joining("", "net_pcap" + number, ",infinite_rx=1"));
  }
}
