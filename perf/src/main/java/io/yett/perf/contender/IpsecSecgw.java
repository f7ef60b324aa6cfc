package io.yett.perf.contender;

import io.yett.perf.BenchException;
import io.yett.perf.scenario.Algorithm;
import io.yett.perf.scenario.Scenario;
import io.yett.perf.scenario.SystemName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * DPDK's own IPsec gateway, the ipsec-secgw example, in poll mode with librte_ipsec. It is built
 * from the sources that come with the installed DPDK.
 */
public final class IpsecSecgw implements Contender {
  private final Path program;

  private IpsecSecgw(Path program) {
    this.program = program;
  }

  /**
   * Builds the program unless it is there.
   *
   * @param home the project's directory
   * @param cache where programs are kept
   */
  public static IpsecSecgw build(Path home, Path cache)
      throws BenchException, InterruptedException {
    Path script = home.resolve("perf/peers/build-ipsec-secgw.sh");
    List<String> command =
        List.of("sh", script.toString(), cache.resolve("ipsec-secgw").toString());
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new BenchException(output.strip());
      }
      return new IpsecSecgw(Path.of(output.strip()));
    } catch (IOException e) {
      throw new BenchException("cannot build ipsec-secgw: " + e, e);
    }
  }

  @Override
  public SystemName system() {
    return SystemName.IPSEC_SECGW;
  }

  @Override
  public double estimateSeconds(Scenario scenario, Settings settings) {
    int lines = 2 * scenario.protection().tunnels();
    return 2 + lines / 8000.0 + Settings.PEER_WARM_UP + settings.seconds();
  }

  @Override
  public Sample measure(Workload workload, Settings settings) throws BenchException {
    return CountingPeer.measure(
        system().label(), command(workload, settings), new SecgwCounter(), settings);
  }

  /** The crypto device that it has for an algorithm. */
  static String crypto(Algorithm algorithm) {
    return switch (algorithm) {
      case AES_128_GCM, AES_256_GCM -> "crypto_aesni_gcm0";
      case AES_128_CBC_HMAC_SHA256, CHACHA20_POLY1305 -> "crypto_aesni_mb0";
    };
  }

  private List<String> command(Workload workload, Settings settings) throws BenchException {
    Scenario scenario = workload.scenario();
    List<Integer> cpus = settings.cpus().subList(0, scenario.shape().cores());
    String lcores = cpus.stream().map(String::valueOf).collect(Collectors.joining(","));
    List<String> command = DpdkCommand.of(program.toString(), lcores, workload, settings);
    command.addAll(DpdkCommand.ports(workload));
    command.addAll(List.of("--vdev", crypto(scenario.protection().algorithm()), "--"));
    command.addAll(List.of("-p", "0x3", "-P", "-u", "0x2", "--config", queues(cpus)));
    command.addAll(List.of("-f", configuration(workload).toString(), "-l", "-t", "1"));
    if (scenario.protection().esn()) {
      command.add("-e");
    }
    command.addAll(List.of("-w", "0", "-s", Integer.toString(DpdkCommand.mbufs(workload))));
    return command;
  }

  /** Each core has a queue of each port. */
  private static String queues(List<Integer> cpus) {
    List<String> queues = new ArrayList<>();
    for (int queue = 0; queue < cpus.size(); queue++) {
      queues.add("(0," + queue + "," + cpus.get(queue) + ")");
      queues.add("(1," + queue + "," + cpus.get(queue) + ")");
    }
    return String.join(",", queues);
  }

  private static Path configuration(Workload workload) throws BenchException {
    Scenario scenario = workload.scenario();
    Path file = workload.directory().resolve(scenario.name() + "-ipsec-secgw.cfg");
    try {
      return Files.write(
          file,
          SecgwConfiguration.lines(
              scenario.protection(), scenario.traffic().direction().decrypts()));
    } catch (IOException e) {
      throw new BenchException("cannot write " + file + ": " + e, e);
    }
  }
}
