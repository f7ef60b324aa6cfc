package io.yett.dataplane.run;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What arrives at a gateway's black port, by tcpdump. DPDK's own transmissions pass the kernel's
 * taps by, so each end sees what the other sent.
 */
final class Capture {
  private final Namespaces lab;
  private final String gateway;
  private final Path pcap;
  private final Process tcpdump;

  Capture(Namespaces lab, String gateway, Path directory) throws IOException {
    this(lab, gateway, "black0", directory);
  }

  /** What arrives at another interface. */
  Capture(Namespaces lab, String gateway, String interfaceName, Path directory) throws IOException {
    this.lab = lab;
    this.gateway = gateway;
    this.pcap = directory.resolve(gateway + ".pcap");
    Path said = directory.resolve(gateway + ".tcpdump");
    this.tcpdump =
        lab.start(
            gateway,
            said,
            List.of(
                "tcpdump", "-Z", "root", "-i", interfaceName, "-U", "-s0", "-w", pcap.toString()));
    await().until(() -> Files.readString(said).contains("listening"));
  }

  /** Ends it once so many packets were seen; one line for each packet. */
  List<String> stopAfter(String what, int count) throws InterruptedException {
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> lines().stream().filter(line -> line.contains(what)).count() >= count);
    tcpdump.destroy();
    tcpdump.waitFor();
    return lines();
  }

  /** All that was captured, an octet for each character. */
  String octets() throws IOException {
    return new String(Files.readAllBytes(pcap), StandardCharsets.ISO_8859_1);
  }

  private List<String> lines() {
    return lab.run(gateway, "tcpdump", "-Z", "root", "-nn", "-t", "-r", pcap.toString())
        .output()
        .lines()
        .filter(line -> line.startsWith("IP") || line.startsWith("ARP"))
        .toList();
  }

  @Override
  public String toString() {
    return gateway;
  }
}
