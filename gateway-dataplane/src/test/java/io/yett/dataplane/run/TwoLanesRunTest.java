package io.yett.dataplane.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two real processes with two lanes each; the kernel spreads flows over their ports' queues. */
class TwoLanesRunTest {
  private static final String KEY_A = "000102030405060708090a0b0c0d0e0f10111213";
  private static final String KEY_B = "f00102030405060708090a0b0c0d0e0f10111213";

  /** So many that not all are likely to go to one lane. */
  private static final int HOSTS = 16;

  private static final int PINGS = 5;

  @TempDir Path directory;

  @BeforeAll
  static void possible() {
    Namespaces.assumePossible();
  }

  @Test
  void manyHostsReachTheOtherSiteOverBothLanes() throws Exception {
    try (Namespaces lab = new Namespaces("l")) {
      for (String name : List.of("red", "gwa", "gwb", "blue")) {
        lab.add(name);
      }
      lab.link("gwa", "red0", "red", "r0");
      lab.link("gwa", "black0", "gwb", "black0");
      lab.link("gwb", "blue0", "blue", "b0");
      lab.host("red", "r0", "10.1.0.10/24", "10.1.0.1");
      lab.host("blue", "b0", "10.2.0.9/24", "10.2.0.1");
      for (int host = 1; host < HOSTS; host++) {
        lab.run("red", "ip", "addr", "add", "10.1.0." + (10 + host) + "/24", "dev", "r0");
      }
      Path configA = config("a", 1, 2, "red0", "0x1001", KEY_A, "0x1002", KEY_B);
      Path configB = config("b", 2, 1, "blue0", "0x1002", KEY_B, "0x1001", KEY_A);
      RunningDataplane a = RunningDataplane.start(lab, "gwa", configA);
      RunningDataplane b = RunningDataplane.start(lab, "gwb", configB);
      a.awaitReady();
      b.awaitReady();

      String pings =
          "for h in $(seq 10 %d); do ping -n -q -c%d -i0.2 -W2 -I 10.1.0.$h 10.2.0.9 & done; wait"
              .formatted(9 + HOSTS, PINGS);
      String replies = lab.run("red", "sh", "-c", pings).output();
      assertThat(replies.lines().filter(line -> line.contains(" " + PINGS + " received")))
          .as(replies)
          .hasSize(HOSTS);

      for (String gateway : List.of("gwa", "gwb")) { // SAs are read once in a second
        await()
            .atMost(Duration.ofSeconds(20))
            .untilAsserted(() -> assertCounted(gateway, Scrape.of(lab, gateway, 9471)));
      }
      assertThat(a.terminate()).as(a.log()).isZero();
      assertThat(b.terminate()).as(b.log()).isZero();
      assertThat(a.log()).contains("2 lanes: fused").doesNotContain("ERROR");
    }
  }

  private static void assertCounted(String gateway, Scrape scrape) {
    for (int lane = 0; lane < 2; lane++) {
      assertThat(lane(scrape, "received", lane)).as("%s lane %d", gateway, lane).isPositive();
      assertThat(scrape.value("yett_dataplane_buffers_capacity{lane=\"" + lane + "\"}"))
          .isPositive();
    }
    assertThat(scrape.value(sa(gateway.equals("gwa") ? "0x00001001" : "0x00001002")))
        .isGreaterThanOrEqualTo(HOSTS * PINGS);
    assertThat(sum(scrape, "received") + sum(scrape, "injected"))
        .isEqualTo(sum(scrape, "transmitted") + sum(scrape, "punted") + sum(scrape, "dropped"));
    assertThat(sum(scrape, "handed_over")).isEqualTo(sum(scrape, "taken_over"));
  }

  @Test
  void aPortWithTooFewQueuesIsOneLineWithARemedy() throws Exception {
    try (Namespaces lab = new Namespaces("q")) {
      lab.add("gwa");
      lab.add("red");
      lab.link("gwa", "red0", "red", "r0");
      Path config = config("a", 1, 2, "red0", "0x1001", KEY_A, "0x1002", KEY_B);
      Files.writeString(config, Files.readString(config).replace(",qpairs=2", ""));

      RunningDataplane gateway = RunningDataplane.start(lab, "gwa", config);

      assertThat(gateway.awaitExit()).isEqualTo(3);
      assertThat(gateway.log().lines().filter(line -> line.contains("ERROR")))
          .singleElement()
          .asString()
          .contains("port inner: net_af_packet offers 1 queue each way, and 2 lanes need 2")
          .contains("remedy: add qpairs=2 to its device, or set dataplane.lanes to 1");
      assertThat(gateway.log()).doesNotContain("Exception");
    }
  }

  private static double lane(Scrape scrape, String counter, int lane) {
    return scrape.value("yett_dataplane_lane_" + counter + "_packets_total{lane=\"" + lane + "\"}");
  }

  private static double sum(Scrape scrape, String counter) {
    return lane(scrape, counter, 0) + lane(scrape, counter, 1);
  }

  private static String sa(String spi) {
    return "yett_dataplane_sa_packets_total{direction=\"outbound\",sa=\"manual/lab\",spi=\""
        + spi
        + "\"}";
  }

  private Path config(
      String name,
      int site,
      int peerSite,
      String inner,
      String outSpi,
      String outKey,
      String inSpi,
      String inKey)
      throws IOException {
    secret(name + "-out.key", outKey);
    secret(name + "-in.key", inKey);
    Path config = directory.resolve(name + ".yaml");
    String text =
        """
        version: 1
        dataplane:
          eal: {hugepages: off, memory: 192}
          lanes: 2
          ports:
            - name: inner
              device: "net_af_packet0,iface=INNER,qpairs=2"
              addresses: [10.SITE.0.1/24]
            - name: black
              device: "net_af_packet1,iface=black0,qpairs=2"
              addresses: [192.0.2.SITE/24]
          routes:
            - {to: 10.PEER.0.0/16, via: 192.0.2.PEER}
          manual-sas:
            - name: lab
              local-address: 192.0.2.SITE
              remote-address: 192.0.2.PEER
              encryption: aes128gcm16
              outbound: {spi: OUTSPI, key-file: NAME-out.key}
              inbound: {spi: INSPI, key-file: NAME-in.key}
              local: [10.SITE.0.0/24]
              remote: [10.PEER.0.0/24]
          metrics: 127.0.0.1:9471
        channel: DIR/NAME.channel
        run-directory: DIR
        """
            .replace("INNER", inner)
            .replace("OUTSPI", outSpi)
            .replace("INSPI", inSpi)
            .replace("NAME", name)
            .replace("SITE", Integer.toString(site))
            .replace("PEER", Integer.toString(peerSite))
            .replace("DIR", directory.toString());
    Files.writeString(config, text);
    return config;
  }

  private void secret(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.writeString(file, text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }
}
