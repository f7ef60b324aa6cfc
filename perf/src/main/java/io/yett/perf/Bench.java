package io.yett.perf;

import io.yett.dpdk.CryptoDevice;
import io.yett.dpdk.DpdkException;
import io.yett.dpdk.DpdkThread;
import io.yett.dpdk.EalArguments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code ./yett bench}: the fused lane against ipsec-secgw, in turn on one core, and the proof that
 * the lane allocates nothing per packet.
 */
@Command(
    name = "yett bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures the data plane beside DPDK's ipsec-secgw: packets of a file through one",
      "AES-128-GCM tunnel on one core, in turn, round by round."
    })
public final class Bench implements java.util.concurrent.Callable<Integer> {
  private static final int MEMORY_MIB = 1024;

  @Option(
      names = "--sizes",
      split = ",",
      defaultValue = "64,512,1400",
      description = "Ethernet frames, in octets with check sequence (${DEFAULT-VALUE})")
  private List<Integer> sizes;

  @Option(names = "--rounds", defaultValue = "5", description = "Rounds, 1..100 (${DEFAULT-VALUE})")
  private int rounds;

  @Option(
      names = "--seconds",
      defaultValue = "4",
      description = "Measured seconds of each run (${DEFAULT-VALUE})")
  private int seconds;

  @Option(
      names = "--warm-up",
      defaultValue = "4",
      description = "Seconds before that (${DEFAULT-VALUE})")
  private int warmUp;

  @Option(names = "--cpu", defaultValue = "-1", description = "CPU of the lane (the last one)")
  private int cpu;

  @Option(
      names = "--burst",
      defaultValue = "32",
      description = "Packets per burst of the lane, 1..64 (${DEFAULT-VALUE}); ipsec-secgw has 32")
  private int burst;

  @Option(
      names = "--crypto",
      defaultValue = CryptoDevice.MULTI_BUFFER,
      description =
          "The lane's crypto device (${DEFAULT-VALUE}); ipsec-secgw has crypto_aesni_gcm0")
  private String crypto;

  @Option(names = "--json", paramLabel = "FILE", description = "Write all figures to FILE")
  private Path json;

  /** Entry point. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Bench()).execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    try {
      run();
      return 0;
    } catch (BenchException | DpdkException e) {
      System.err.println("yett: " + e.getMessage());
      return 1;
    }
  }

  private void run() throws BenchException, InterruptedException {
    Path home = Path.of(System.getenv().getOrDefault("YETT_HOME", ".")).toAbsolutePath();
    Path cache = home.resolve(".yett/bench");
    makeDirectory(cache);
    Settings settings = settings();
    IpsecSecgw secgw = IpsecSecgw.build(home, cache);
    YettLane lane = new YettLane(home, burst, crypto);
    List<Comparison> comparisons = new ArrayList<>();
    for (int size : sizes) {
      comparisons.add(compare(lane, secgw, Workload.create(cache, size), settings));
    }
    Report report = new Report(settings, comparisons, lane);
    System.out.print(report.text());
    if (json != null) {
      report.writeJson(json);
    }
  }

  private static void makeDirectory(Path directory) throws BenchException {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new BenchException("cannot make " + directory + ": " + e, e);
    }
  }

  private Settings settings() throws BenchException {
    if (rounds < 1 || rounds > 100 || seconds < 1 || warmUp < 1 || burst < 1 || burst > 64) {
      throw new BenchException("a number is out of range; remedy: see yett bench --help");
    }
    int chosen = cpu >= 0 ? cpu : lastCpu();
    if (!DpdkThread.mayUse(chosen)) {
      throw new BenchException("CPU " + chosen + " is not ours; remedy: choose another by --cpu");
    }
    boolean hugepages = EalArguments.of(EalArguments.Hugepages.AUTO, MEMORY_MIB).useHugepages();
    if (!hugepages) {
      System.err.println(
          "less than 1 GiB of hugepages is free, so both run without, slower; remedy: echo 1024 >"
              + " /proc/sys/vm/nr_hugepages");
    }
    return new Settings(chosen, warmUp, seconds, hugepages);
  }

  private static int lastCpu() {
    for (int candidate = Runtime.getRuntime().availableProcessors() - 1;
        candidate > 0;
        candidate--) {
      if (DpdkThread.mayUse(candidate)) {
        return candidate;
      }
    }
    return 0;
  }

  private Comparison compare(Contender ours, Contender theirs, Workload workload, Settings settings)
      throws BenchException, InterruptedException {
    Comparison comparison = new Comparison(workload.frameSize());
    for (int round = 1; round <= rounds; round++) {
      Sample our = ours.measure(workload, settings);
      Sample their = theirs.measure(workload, settings);
      comparison.add(our, their);
      System.err.println(
          String.format(
              Locale.ROOT,
              "%d octets, round %d of %d: %s %.2f, %s %.2f Mpps per core (of wall time %.2f and"
                  + " %.2f), ratio %.2f",
              workload.frameSize(),
              round,
              rounds,
              ours.name(),
              our.mppsPerCore(),
              theirs.name(),
              their.mppsPerCore(),
              our.mpps(),
              their.mpps(),
              our.mppsPerCore() / their.mppsPerCore()));
    }
    return comparison;
  }
}
