package io.yett.perf;

import io.yett.dpdk.CryptoDevice;
import io.yett.dpdk.DpdkThread;
import io.yett.dpdk.EalArguments;
import io.yett.perf.contender.Settings;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Options of how scenarios are run. */
final class RunOptions {
  private static final int MEMORY_MIB = 1024;
  private static final int MOST_CPUS = 1024;
  private static final Plan USUAL = new Plan(5, 3, 4);
  private static final Plan QUICK = new Plan(2, 1, 3);

  /** What is done if no number is given. */
  private record Plan(int rounds, int seconds, int warmUp) {}

  @Option(names = "--rounds", description = "Rounds, 1..100 (5; with --quick 2)")
  private Integer rounds;

  @Option(names = "--seconds", description = "Measured seconds of each run (3; with --quick 1)")
  private Integer seconds;

  @Option(
      names = "--warm-up",
      description = "Seconds before that, for Yett's JVM (4; with --quick 3)")
  private Integer warmUp;

  @Option(
      names = "--cpu",
      split = ",",
      description = "CPUs of the forwarding threads, in the order of their use (from the last one)")
  private List<Integer> cpus = List.of();

  @Option(
      names = "--burst",
      defaultValue = "32",
      description = "Packets per burst of Yett, 1..64 (${DEFAULT-VALUE}); the others have 32")
  private int burst;

  @Option(
      names = "--crypto",
      defaultValue = CryptoDevice.MULTI_BUFFER,
      description = "Yett's crypto device (${DEFAULT-VALUE}); the others have DPDK's fastest")
  private String crypto;

  Settings settings(boolean quick) throws BenchException {
    Plan plan = quick ? QUICK : USUAL;
    Settings settings =
        new Settings(
            cpus.isEmpty() ? ownCpus() : cpus,
            rounds == null ? plan.rounds : rounds,
            warmUp == null ? plan.warmUp : warmUp,
            seconds == null ? plan.seconds : seconds,
            hugepages(),
            burst,
            crypto);
    if (outside(settings.rounds(), 100)
        || outside(settings.seconds(), 3600)
        || outside(settings.warmUpSeconds(), 3600)
        || outside(settings.burst(), 64)) {
      throw new BenchException("a number is out of range; remedy: see yett bench --help");
    }
    for (int cpu : settings.cpus()) {
      if (cpu < 0 || cpu >= MOST_CPUS || !DpdkThread.mayUse(cpu)) {
        throw new BenchException("CPU " + cpu + " is not ours; remedy: choose another by --cpu");
      }
    }
    return settings;
  }

  private static boolean outside(int value, int most) {
    return value < 1 || value > most;
  }

  /** All, the last first: the first has most to do beside. */
  private static List<Integer> ownCpus() {
    List<Integer> own = new ArrayList<>();
    for (int cpu = MOST_CPUS - 1; cpu >= 0; cpu--) {
      if (DpdkThread.mayUse(cpu)) {
        own.add(cpu);
      }
    }
    return own;
  }

  private static boolean hugepages() {
    boolean hugepages = EalArguments.of(EalArguments.Hugepages.AUTO, MEMORY_MIB).useHugepages();
    if (!hugepages) {
      System.err.println(
          "less than 1 GiB of hugepages is free, so all run without, slower; remedy: echo 1024 >"
              + " /proc/sys/vm/nr_hugepages");
    }
    return hugepages;
  }
}
