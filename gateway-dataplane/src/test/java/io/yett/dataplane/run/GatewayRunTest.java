package io.yett.dataplane.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real process between two real hosts: own addresses, forwarding, metrics, stop. */
class GatewayRunTest {
  @TempDir Path directory;

  @BeforeAll
  static void possible() {
    Namespaces.assumePossible();
  }

  private Path config;

  @BeforeEach
  void writeConfig() throws IOException {
    config = directory.resolve("gateway.yaml");
    Files.writeString(
        config,
        """
        version: 1
        dataplane:
          eal: {hugepages: off, memory: 128}
          ports:
            - name: red
              device: net_af_packet0,iface=red0
              addresses: [10.1.0.1/24]
            - name: black
              device: net_af_packet1,iface=black0
              addresses: [192.0.2.1/24]
          policies:
            - {name: open, action: bypass, local: [10.1.0.9/32], remote: [192.0.2.0/24]}
          metrics: 127.0.0.1:9471
        channel: DIR/channel
        run-directory: DIR
        """
            .replace("DIR", directory.toString()));
  }

  @Test
  void itAnswersForItselfForwardsByPolicyTellsWhatItDidAndStopsWhenAsked() throws Exception {
    try (Namespaces lab = new Namespaces("g")) {
      lab.add("gw");
      lab.add("red");
      lab.add("black");
      lab.link("gw", "red0", "red", "r0");
      lab.link("gw", "black0", "black", "b0");
      lab.host("red", "r0", "10.1.0.9/24", "10.1.0.1");
      lab.host("black", "b0", "192.0.2.9/24", "192.0.2.1");
      RunningDataplane gateway = RunningDataplane.start(lab, "gw", config).awaitReady();

      assertThat(ping(lab, "red", "10.1.0.1")).as("its own address").contains("3 received");
      assertThat(ping(lab, "red", "192.0.2.1")).as("its other address").contains("3 received");
      assertThat(ping(lab, "red", "192.0.2.9"))
          .as("through it, by a BYPASS policy")
          .contains("3 received")
          .contains("ttl=63");
      lab.run("red", "ip", "addr", "add", "10.1.0.10/24", "dev", "r0");
      assertThat(ping(lab, "red", "-I", "10.1.0.10", "192.0.2.9"))
          .as("what no policy matches is discarded")
          .contains("0 received");
      assertThat(lab.run("red", "ping", "-c1", "-W1", "-t1", "192.0.2.9").output())
          .as("a TTL that ends here")
          .contains("From 10.1.0.1")
          .contains("Time to live exceeded");
      assertThat(lab.run("red", "ping", "-c1", "-W1", "-M", "do", "-s", "1473", "10.1.0.1").code())
          .as("longer than the link takes")
          .isNotZero();

      Scrape scrape = scrape(lab);
      assertThat(scrape.value("yett_dataplane_drops_total{reason=\"no_policy\"}")).isEqualTo(3);
      assertThat(scrape.value("yett_dataplane_neighbors")).isEqualTo(2);
      assertThat(scrape.value("yett_dataplane_slow_path_total{event=\"icmp_echo_replies_sent\"}"))
          .isEqualTo(6);
      assertThat(scrape.value("yett_dataplane_port_received_packets_total{port=\"red\"}"))
          .isGreaterThanOrEqualTo(13);
      assertThat(scrape.value("yett_dataplane_sas{direction=\"inbound\"}")).isZero();
      assertThat(scrape.value("yett_dataplane_control_plane_attached")).isZero();
      assertThat(scrape.value("yett_dataplane_control_turns_total")).isPositive();
      assertThat(scrape.countOf("jvm_memory_used_bytes")).isPositive();

      assertThat(directory.resolve("channel")).exists();
      assertThat(Files.getPosixFilePermissions(directory.resolve("channel")))
          .containsExactlyInAnyOrder(
              PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
      assertThat(gateway.terminate()).as(gateway.log()).isZero();
      assertThat(gateway.log())
          .contains("DPDK ")
          .contains("without hugepages")
          .contains("crypto device: ")
          .contains("port red: net_af_packet0 (driver net_af_packet)")
          .contains("lane: fused, threads not pinned")
          .contains("stopping as asked")
          .doesNotContain("ERROR");
      assertThat(directory.resolve("channel")).doesNotExist();
    }
  }

  @Test
  void aPortThatDoesNotExistIsOneLineThatNamesIt() throws Exception {
    try (Namespaces lab = new Namespaces("n")) {
      lab.add("gw");
      RunningDataplane gateway = RunningDataplane.start(lab, "gw", config);

      assertThat(gateway.awaitExit()).isEqualTo(3);
      assertThat(gateway.log().lines().filter(line -> line.contains("ERROR")))
          .singleElement()
          .asString()
          .contains("not started: port red: cannot open port net_af_packet0,iface=red0")
          .contains("remedy: ");
      assertThat(gateway.log()).doesNotContain("Exception");
    }
  }

  private static String ping(Namespaces lab, String from, String... to) {
    String[] command = new String[to.length + 6];
    System.arraycopy(
        new String[] {"ping", "-c3", "-i0.2", "-W2", "-s1000", "-q"}, 0, command, 0, 5);
    command[5] = "-n";
    System.arraycopy(to, 0, command, 6, to.length);
    return lab.run(from, command).output();
  }

  private static Scrape scrape(Namespaces lab) {
    return Scrape.of(lab, "gw", 9471);
  }
}
