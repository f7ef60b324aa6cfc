package io.yett.perf.contender;

import io.yett.perf.BenchException;
import io.yett.perf.scenario.Algorithm;
import io.yett.perf.scenario.Mix;
import io.yett.perf.scenario.Scenario;
import io.yett.perf.scenario.SystemName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * DPDK's dpdk-test-crypto-perf on one core: as many octets as ESP would encrypt for the scenario's
 * packets, in bursts, and nothing else. It works a fixed number of operations off, so a short run
 * comes first, to learn how many fill the measured time.
 */
public final class CryptoLimit implements Contender {
  private static final String PROGRAM = "dpdk-test-crypto-perf";
  private static final long FIRST_OPERATIONS = 1_000_000;
  private static final long MOST_OPERATIONS = 2_000_000_000;
  private static final long POLL_MILLIS = 20;

  private final Map<String, Double> mops = new HashMap<>();

  @Override
  public SystemName system() {
    return SystemName.CRYPTO_LIMIT;
  }

  @Override
  public double estimateSeconds(Scenario scenario, Settings settings) {
    return 1.0 + settings.seconds();
  }

  @Override
  public Sample measure(Workload workload, Settings settings)
      throws BenchException, InterruptedException {
    String key = key(workload.scenario());
    if (!mops.containsKey(key)) {
      mops.put(key, run(workload, settings, FIRST_OPERATIONS).mppsOfWall());
    }
    double operations = mops.get(key) * 1e6 * settings.seconds();
    Sample sample =
        run(workload, settings, Math.min(MOST_OPERATIONS, Math.max(1, (long) operations)));
    mops.put(key, sample.mppsOfWall());
    return sample;
  }

  private static String key(Scenario scenario) {
    return scenario.protection().algorithm()
        + " "
        + scenario.traffic().direction()
        + " "
        + scenario.traffic().mix().label();
  }

  private Sample run(Workload workload, Settings settings, long operations)
      throws BenchException, InterruptedException {
    try (ChildProcess process = new ChildProcess(command(workload, settings, operations))) {
      CpuShare share = new CpuShare();
      while (process.isAlive()) {
        share.add(System.nanoTime(), ThreadCpu.of(process.pid()));
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
      OptionalDouble result = OptionalDouble.empty();
      while (result.isEmpty()) {
        result = parse(process.readLine());
      }
      double seconds = operations / result.getAsDouble() / 1e6;
      return new Sample(operations, seconds, seconds * share.ofBusiest());
    }
  }

  /** Million operations per second, if the line is a result of {@code --csv-friendly}. */
  static OptionalDouble parse(String line) {
    String[] field = line.strip().split(",", -1);
    if (field.length != 10 || !field[0].chars().allMatch(Character::isDigit)) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(Double.parseDouble(field[7]));
  }

  private List<String> command(Workload workload, Settings settings, long operations) {
    Scenario scenario = workload.scenario();
    Algorithm algorithm = scenario.protection().algorithm();
    boolean encrypt = scenario.traffic().direction().encrypts();
    String device = IpsecSecgw.crypto(algorithm);
    String lcores = AllowedCpus.lcores(settings.cpus().getFirst());
    List<String> command = DpdkCommand.of(PROGRAM, lcores, workload, settings);
    command.addAll(List.of("--vdev", device, "--", "--ptest", "throughput"));
    command.addAll(List.of("--devtype", device.substring(0, device.length() - 1)));
    command.addAll(CryptoPerfTransform.arguments(scenario.protection(), encrypt));
    List<Mix.Part> parts = scenario.traffic().mix().parts();
    command.add("--buffer-sz");
    command.add(
        parts.stream()
            .map(part -> Integer.toString(algorithm.ciphertextLength(part.packetLength())))
            .collect(Collectors.joining(",")));
    if (parts.size() > 1) {
      command.add("--imix");
      command.add(
          parts.stream()
              .map(part -> Integer.toString(part.weight()))
              .collect(Collectors.joining(",")));
    }
    command.addAll(List.of("--burst-sz", Integer.toString(Settings.PEER_BURST)));
    command.addAll(List.of("--total-ops", Long.toString(operations)));
    command.addAll(List.of("--silent", "--csv-friendly"));
    return command;
  }
}
