package io.yett.dpdk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Settings of {@link Eal}, turned into its arguments. DPDK's memory is private to the process and
 * leaves no files, so that several processes run side by side.
 *
 * @param hugepages whether memory is in hugepages
 * @param memoryMiB what DPDK takes at start, for packet buffers, rings and tables; at least 32
 * @param pciDevices PCI addresses of the devices that DPDK may use; it leaves all others alone
 * @param extra further arguments of rte_eal_init, at the end
 */
public record EalArguments(
    Hugepages hugepages, int memoryMiB, List<String> pciDevices, List<String> extra) {

  /** Whether to use hugepages. */
  public enum Hugepages {
    /** If enough are free. */
    AUTO,
    /** Refuse to start without. */
    REQUIRED,
    /** Never. */
    OFF
  }

  /** Copies the lists, and rejects too little memory. */
  public EalArguments {
    pciDevices = List.copyOf(pciDevices);
    extra = List.copyOf(extra);
    if (memoryMiB < 32 || memoryMiB > 1_048_576) {
      throw new DpdkException(
          "DPDK memory is " + memoryMiB + " MiB; remedy: set dataplane.eal.memory to 32..1048576");
    }
  }

  /** Settings without PCI devices and further arguments. */
  public static EalArguments of(Hugepages hugepages, int memoryMiB) {
    return new EalArguments(hugepages, memoryMiB, List.of(), List.of());
  }

  /** True if {@link #toList} will ask for hugepages, given what is free now. */
  public boolean useHugepages() {
    return switch (hugepages) {
      case OFF -> false;
      case REQUIRED -> true;
      case AUTO -> freeHugepageMiB() >= memoryMiB;
    };
  }

  /** One line for people: which memory is used and why. */
  public String describeMemory() {
    if (useHugepages()) {
      return memoryMiB + " MiB in hugepages";
    }
    return memoryMiB
        + " MiB without hugepages"
        + (hugepages == Hugepages.OFF
            ? ""
            : " (" + freeHugepageMiB() + " MiB of hugepages are free; they would be faster)");
  }

  /** The arguments of rte_eal_init. */
  public List<String> toList() {
    List<String> list = new ArrayList<>();
    list.add("--no-telemetry");
    // One lcore that may float over all CPUs of the process; lanes are threads of ours, pinned by
    // us.
    list.add("--lcores");
    list.add("0@(" + allowedCpus() + ")");
    list.add("-m");
    list.add(Integer.toString(memoryMiB));
    if (useHugepages()) {
      list.add("--in-memory");
    } else {
      // DPDK refuses --in-memory here; its memory is anonymous anyway.
      list.add("--no-huge");
      list.add("--no-shconf");
    }
    // DPDK makes a directory of this name, and leaves it empty.
    list.add("--file-prefix");
    list.add("yett");
    if (pciDevices.isEmpty()) {
      list.add("--no-pci");
    }
    for (String device : pciDevices) {
      list.add("-a");
      list.add(device);
    }
    list.addAll(extra);
    return list;
  }

  void checkEnvironment() {
    if (hugepages == Hugepages.REQUIRED && freeHugepageMiB() < memoryMiB) {
      throw new DpdkException(
          String.format(
              Locale.ROOT,
              "hugepages are required but %d MiB of %d MiB are free; remedy: echo %d >"
                  + " /proc/sys/vm/nr_hugepages, or set dataplane.eal.hugepages to auto",
              freeHugepageMiB(),
              memoryMiB,
              (memoryMiB + 1) / 2));
    }
  }

  /** MiB of hugepages that are free, over all sizes. */
  static long freeHugepageMiB() {
    Path sizes = Path.of("/sys/kernel/mm/hugepages");
    if (!Files.isDirectory(sizes)) {
      return 0;
    }
    try (Stream<Path> directories = Files.list(sizes)) {
      return directories.mapToLong(EalArguments::freeMiB).sum();
    } catch (IOException e) {
      return 0;
    }
  }

  /** For a directory such as hugepages-2048kB. */
  private static long freeMiB(Path directory) {
    String name = directory.getFileName().toString();
    try {
      long kib =
          Long.parseLong(name.substring("hugepages-".length(), name.length() - "kB".length()));
      long free = Long.parseLong(Files.readString(directory.resolve("free_hugepages")).strip());
      return free * kib / 1024;
    } catch (IOException | RuntimeException e) {
      return 0;
    }
  }

  /** CPUs that this process may use, as the kernel writes them: {@code 0-3,8}. */
  private static String allowedCpus() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("Cpus_allowed_list:"))
          .map(line -> line.substring("Cpus_allowed_list:".length()).strip())
          .findFirst()
          .orElse("0");
    } catch (IOException e) {
      return "0";
    }
  }
}
