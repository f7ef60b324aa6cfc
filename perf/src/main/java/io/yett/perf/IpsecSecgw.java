package io.yett.perf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * DPDK's own IPsec gateway, the ipsec-secgw example, in poll mode with librte_ipsec: one outbound
 * AES-128-GCM tunnel on one core. It is built from the sources that come with the installed DPDK.
 */
final class IpsecSecgw implements Contender {
  private static final Pattern SENT = Pattern.compile("^Packets sent:\\s+(\\d+)");

  /** Seconds between two statistics of the program. */
  private static final int INTERVAL = 1;

  private static final String KEY = "00:01:02:03:04:05:06:07:08:09:0a:0b:0c:0d:0e:0f:10:11:12:13";

  private final Path program;
  private final Path configuration;

  private IpsecSecgw(Path program, Path configuration) {
    this.program = program;
    this.configuration = configuration;
  }

  /**
   * Builds the program unless it is there.
   *
   * @param home the project's directory
   * @param cache where programs are kept
   */
  static IpsecSecgw build(Path home, Path cache) throws BenchException, InterruptedException {
    Path script = home.resolve("perf/peers/build-ipsec-secgw.sh");
    List<String> command =
        List.of("sh", script.toString(), cache.resolve("ipsec-secgw").toString());
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new BenchException(output.strip());
      }
      Path configuration = cache.resolve("ipsec-secgw.cfg");
      Files.writeString(configuration, tunnel());
      return new IpsecSecgw(Path.of(output.strip()), configuration);
    } catch (IOException e) {
      throw new BenchException("cannot build ipsec-secgw: " + e, e);
    }
  }

  private static String tunnel() {
    return String.join(
        "\n",
        "sp ipv4 out esp protect 4097 pri 1 dst 10.2.0.0/16 sport 0:65535 dport 0:65535",
        "sp ipv4 in esp protect 4098 pri 1 dst 10.1.0.0/16 sport 0:65535 dport 0:65535",
        "sa out 4097 aead_algo aes-128-gcm aead_key "
            + KEY
            + " mode ipv4-tunnel src 192.0.2.1 dst 192.0.2.2",
        "sa in 4098 aead_algo aes-128-gcm aead_key "
            + KEY
            + " mode ipv4-tunnel src 192.0.2.2 dst 192.0.2.1",
        "rt ipv4 dst 192.0.2.2/32 port 1",
        "rt ipv4 dst 10.2.0.0/16 port 1",
        "neigh port 1 02:00:00:00:00:02",
        "");
  }

  @Override
  public String name() {
    return "ipsec-secgw";
  }

  @Override
  public Sample measure(Workload workload, Settings settings) throws BenchException {
    try (Peer peer = new Peer(command(workload, settings))) {
      for (int i = 0; i < settings.warmUpSeconds() / INTERVAL; i++) {
        nextSent(peer);
      }
      Reading begin = read(peer);
      Reading end = begin;
      while (end.nanos() - begin.nanos() < settings.seconds() * 1_000_000_000L) {
        end = read(peer);
      }
      return new Sample(
          end.packets() - begin.packets(),
          (end.nanos() - begin.nanos()) / 1e9,
          (end.cpuNanos() - begin.cpuNanos()) / 1e9);
    }
  }

  private record Reading(long packets, long nanos, long cpuNanos) {}

  private static Reading read(Peer peer) throws BenchException {
    long packets = nextSent(peer);
    try {
      return new Reading(packets, System.nanoTime(), ThreadCpu.ofMainThread(peer.pid()));
    } catch (IOException e) {
      throw new BenchException("cannot read the CPU time of ipsec-secgw: " + e, e);
    }
  }

  private static long nextSent(Peer peer) throws BenchException {
    while (true) {
      Matcher matcher = SENT.matcher(peer.readLine());
      if (matcher.find()) {
        return Long.parseLong(matcher.group(1));
      }
    }
  }

  private List<String> command(Workload workload, Settings settings) {
    String cpu = Integer.toString(settings.cpu());
    List<String> command = new ArrayList<>();
    command.add("stdbuf");
    command.add("-oL"); // its statistics come by the line, not by the 4096 octets
    command.add(program.toString());
    command.addAll(List.of("-l", cpu, "--no-pci", "--file-prefix", "yett-bench"));
    command.addAll(
        settings.hugepages()
            ? List.of("--in-memory")
            : List.of("--no-huge", "--no-shconf", "-m", "256"));
    command.addAll(List.of("--vdev", "net_pcap0,rx_pcap=" + workload.file() + ",infinite_rx=1"));
    command.addAll(List.of("--vdev", "net_null1,no-rx=1", "--vdev", "crypto_aesni_gcm0", "--"));
    command.addAll(List.of("-p", "0x3", "-P", "-u", "0x2"));
    command.addAll(List.of("--config", "(0,0," + cpu + "),(1,0," + cpu + ")"));
    command.addAll(List.of("-f", configuration.toString(), "-l", "-t", Integer.toString(INTERVAL)));
    return command;
  }
}
