package io.yett.dataplane.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two real processes with manual keys (RFC 4301 §4.5) between two real hosts. */
class ManualTunnelRunTest {
  private static final String KEY_A = "000102030405060708090a0b0c0d0e0f10111213";
  private static final String KEY_B = "f00102030405060708090a0b0c0d0e0f10111213";

  private static final String PAYLOAD = "YETTPAYLOAD";

  @TempDir Path directory;

  @BeforeAll
  static void possible() {
    Namespaces.assumePossible();
  }

  @ParameterizedTest(name = "{0} lane, {1}")
  @CsvSource({"fused, esp, ' ESP('", "pipelined, udp, UDP-encap: ESP("})
  void hostsReachEachOtherAndTheLinkBetweenSeesOnlyEsp(String shape, String form, String wire)
      throws Exception {
    try (Namespaces lab = new Namespaces("t")) {
      for (String name : List.of("red", "gwa", "gwb", "blue")) {
        lab.add(name);
      }
      lab.link("gwa", "red0", "red", "r0");
      lab.link("gwa", "black0", "gwb", "black0");
      lab.link("gwb", "blue0", "blue", "b0");
      lab.host("red", "r0", "10.1.0.9/24", "10.1.0.1");
      lab.host("blue", "b0", "10.2.0.9/24", "10.2.0.1");
      Path configA = config("a", shape, form, 1, 2, "red0", "0x1001", KEY_A, "0x1002", KEY_B);
      Path configB = config("b", shape, form, 2, 1, "blue0", "0x1002", KEY_B, "0x1001", KEY_A);
      RunningDataplane a = RunningDataplane.start(lab, "gwa", configA);
      RunningDataplane b = RunningDataplane.start(lab, "gwb", configB);
      a.awaitReady();
      b.awaitReady();
      Capture atA = new Capture(lab, "gwa", directory);
      Capture atB = new Capture(lab, "gwb", directory);

      assertThat(ping(lab, "red", "10.2.0.9")).contains("10 received").contains("ttl=62");
      assertThat(ping(lab, "blue", "10.1.0.9")).contains("10 received");
      assertThat(ping(lab, "blue", "10.1.0.1"))
          .as("the far gateway's own address, through the tunnel")
          .contains("10 received");

      for (Capture capture : List.of(atA, atB)) {
        assertThat(capture.stopAfter("ESP(", 30))
            .as("what came to %s over the link", capture)
            .allMatch(line -> line.startsWith("ARP") || line.contains(wire))
            .noneMatch(line -> line.contains("ICMP"));
        assertThat(capture.octets()).as("the ping's payload in clear").doesNotContain(PAYLOAD);
      }

      Scrape scrape = Scrape.of(lab, "gwa", 9471);
      assertThat(
              scrape.value(
                  "yett_dataplane_sa_packets_total{direction=\"outbound\",sa=\"manual/lab\","
                      + "spi=\"0x00001001\"}"))
          .isBetween(20.0, 31.0);
      assertThat(a.terminate()).as(a.log()).isZero();
      assertThat(b.terminate()).as(b.log()).isZero();
      assertThat(a.log() + b.log()).doesNotContain(KEY_A).doesNotContain(KEY_B);
    }
  }

  @Test
  void aKeyFileThatOthersMayReadIsRefusedBeforeAnythingStarts() throws Exception {
    try (Namespaces lab = new Namespaces("k")) {
      lab.add("gw");
      Path config = config("a", "fused", "esp", 1, 2, "red0", "0x1001", KEY_A, "0x1002", KEY_B);
      Path key = directory.resolve("a-out.key");
      Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));

      RunningDataplane gateway = RunningDataplane.start(lab, "gw", config);

      assertThat(gateway.awaitExit()).isEqualTo(2);
      assertThat(gateway.log()).contains("chmod 600 " + key).doesNotContain("DPDK");
    }
  }

  private Path config(
      String name,
      String shape,
      String form,
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
          eal: {hugepages: off, memory: 128}
          lane: {shape: SHAPE}
          ports:
            - {name: inner, device: "net_af_packet0,iface=INNER", addresses: [10.SITE.0.1/24]}
            - {name: black, device: "net_af_packet1,iface=black0", addresses: [192.0.2.SITE/24]}
          routes:
            - {to: 10.PEER.0.0/16, via: 192.0.2.PEER}
          manual-sas:
            - name: lab
              local-address: 192.0.2.SITE
              remote-address: 192.0.2.PEER
              encryption: aes128gcm16
              outbound: {spi: OUTSPI, key-file: NAME-out.key}
              inbound: {spi: INSPI, key-file: NAME-in.key}
              UDP
              local: [10.SITE.0.0/24]
              remote: [10.PEER.0.0/24]
          metrics: 127.0.0.1:9471
        channel: DIR/NAME.channel
        run-directory: DIR
        """
            .replace("SHAPE", shape)
            .replace("INNER", inner)
            .replace("OUTSPI", outSpi)
            .replace("INSPI", inSpi)
            .replace("NAME", name)
            .replace("UDP", form.equals("udp") ? "udp-encapsulation: {}" : "")
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

  /** Ten pings whose payload reads {@link #PAYLOAD} again and again. */
  private static String ping(Namespaces lab, String from, String to) {
    String pattern = HexFormat.of().formatHex(PAYLOAD.getBytes(StandardCharsets.US_ASCII));
    return lab.run(from, "ping", "-c10", "-i0.1", "-W2", "-n", "-s176", "-p", pattern, to).output();
  }
}
