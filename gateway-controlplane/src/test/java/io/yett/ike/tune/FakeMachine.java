package io.yett.ike.tune;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A tree of /proc and /sys as a kernel shows it, in a directory. */
final class FakeMachine {
  /** Of the machine's two NUMA nodes of four CPUs each; 1 and 5, 2 and 6, 3 and 7 share a core. */
  static final String NIC = "0000:3b:00.0";

  private final Path root;

  private FakeMachine(Path root) {
    this.root = root;
  }

  /** Set up for a lane on CPUs 2 and 3. */
  static FakeMachine tuned(Path root) {
    FakeMachine machine = new FakeMachine(root);
    machine.common();
    machine.write("proc/cmdline", "quiet isolcpus=2-3 nohz_full=2-3 rcu_nocbs=2-3 iommu=pt");
    machine.write("sys/devices/system/cpu/isolated", "2-3");
    machine.write("sys/devices/system/cpu/nohz_full", "2-3");
    machine.write("sys/devices/system/cpu/online", "0-5");
    machine.write(
        "proc/cpuinfo",
        "processor\t: 0\nflags\t\t: fpu tsc aes pclmulqdq avx512f" + " avx512bw vaes vpclmulqdq\n");
    machine.write("proc/mounts", "none /dev/hugepages hugetlbfs rw,pagesize=2M 0 0");
    machine.hugepages(512, 300);
    machine.write("sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never");
    machine.write("sys/devices/system/clocksource/clocksource0/current_clocksource", "tsc");
    machine.governor("performance");
    machine.irq(24, "0-1");
    machine.irq(25, "4");
    machine.nic("vfio-pci", 0);
    machine.write("sys/kernel/iommu_groups/7/type", "DMA");
    machine.write("usr/lib/x86_64-linux-gnu/libIPSec_MB.so.1.3.0", "");
    return machine;
  }

  /** As it comes out of the box, with everything in the way. */
  static FakeMachine untuned(Path root) {
    FakeMachine machine = new FakeMachine(root);
    machine.common();
    machine.write("proc/cmdline", "quiet");
    machine.write("sys/devices/system/cpu/isolated", "");
    machine.write("sys/devices/system/cpu/nohz_full", "(null)");
    machine.write("sys/devices/system/cpu/online", "0-7");
    machine.write("proc/cpuinfo", "processor\t: 0\nflags\t\t: fpu tsc hypervisor\n");
    machine.write("proc/mounts", "proc /proc proc rw 0 0");
    machine.hugepages(0, 0);
    machine.write("sys/kernel/mm/transparent_hugepage/enabled", "[always] madvise never");
    machine.write("sys/devices/system/clocksource/clocksource0/current_clocksource", "hpet");
    machine.write(
        "sys/devices/system/clocksource/clocksource0/available_clocksource", "tsc hpet acpi_pm");
    machine.governor("powersave");
    machine.irq(24, "0-7");
    machine.irq(25, "4");
    machine.nic("ixgbe", 1);
    machine.write("usr/lib/x86_64-linux-gnu/libIPSec_MB.so.1.1.0", "");
    return machine;
  }

  private void common() {
    write("sys/devices/system/node/online", "0-1");
    write("sys/devices/system/node/node0/cpulist", "0-3");
    write("sys/devices/system/node/node1/cpulist", "4-7");
    for (int cpu = 0; cpu < 8; cpu++) {
      write(
          "sys/devices/system/cpu/cpu" + cpu + "/topology/thread_siblings_list",
          cpu % 4 + "," + (cpu % 4 + 4));
    }
  }

  void write(String path, String text) {
    try {
      Path file = root.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void delete(String path) {
    try {
      Files.delete(root.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void hugepages(int pages, int free) {
    write("sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages", Integer.toString(pages));
    write("sys/kernel/mm/hugepages/hugepages-2048kB/free_hugepages", Integer.toString(free));
  }

  void governor(String name) {
    for (int cpu = 0; cpu < 8; cpu++) {
      write("sys/devices/system/cpu/cpu" + cpu + "/cpufreq/scaling_governor", name);
    }
  }

  void irq(int number, String cpus) {
    write("proc/irq/" + number + "/smp_affinity_list", cpus);
  }

  void nic(String driver, int node) {
    write("sys/bus/pci/devices/" + NIC + "/numa_node", Integer.toString(node));
    write("sys/bus/pci/drivers/" + driver + "/bind", "");
    try {
      Path link = root.resolve("sys/bus/pci/devices/" + NIC + "/driver");
      Files.deleteIfExists(link);
      Files.createSymbolicLink(link, Path.of("../../drivers/" + driver));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
