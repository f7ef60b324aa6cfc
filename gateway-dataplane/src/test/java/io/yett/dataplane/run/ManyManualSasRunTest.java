package io.yett.dataplane.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Very many pairs of SAs by hand (RFC 4301 §4.5) in one file: the real process takes up all of
 * them, or none and says which line is wrong.
 */
@Timeout(value = 400, unit = TimeUnit.SECONDS)
class ManyManualSasRunTest {
  private static final int PAIRS = 20_000;

  /** Generous: a machine that is free needs a few seconds. */
  private static final Duration READY = Duration.ofMinutes(3);

  private static final int HEAP_MEBIBYTES = 512;
  private static final int FIRST_OUTBOUND = 0x10000;

  /** The line of the first pair in the file, and the lines of each. */
  private static final int FIRST_LINE = 12;

  private static final int LINES = 8;

  @TempDir Path directory;

  @BeforeAll
  static void possible() {
    Namespaces.assumePossible();
  }

  @Test
  void allAreInForceWhenTheProcessIsReadyAndTheLastOneProtectsItsTraffic() throws Exception {
    try (Namespaces lab = new Namespaces("m")) {
      lab.add("gw");
      lab.add("red");
      lab.add("black");
      lab.link("gw", "red0", "red", "r0");
      lab.link("gw", "black0", "black", "b0");
      lab.host("red", "r0", "10.1.0.9/24", "10.1.0.1");
      lab.host("black", "b0", "192.0.2.9/24", "192.0.2.1");
      Path config = write(-1);
      long begin = System.nanoTime();
      RunningDataplane gateway =
          RunningDataplane.start(lab, "gw", config, HEAP_MEBIBYTES).awaitReady(READY);
      System.out.printf(
          Locale.ROOT,
          "%d manual SA pairs: ready after %.1f s%n",
          PAIRS,
          (System.nanoTime() - begin) / 1e9);
      Capture atGateway = new Capture(lab, "black", "b0", directory);

      int last = PAIRS - 1;
      lab.run("red", "ping", "-c3", "-i0.2", "-W1", "-n", address(last, 9));

      assertThat(atGateway.stopAfter("ESP(", 3))
          .filteredOn(line -> line.contains("ESP("))
          .allMatch(line -> line.contains(peer(last)))
          .allMatch(line ->
              line.contains(String.format(Locale.ROOT, "spi=0x%08x", FIRST_OUTBOUND + last)));
      Scrape scrape = Scrape.of(lab, "gw", 9471);
      assertThat(scrape.value("yett_dataplane_sas{direction=\"inbound\"}")).isEqualTo(PAIRS);
      assertThat(scrape.value("yett_dataplane_sas{direction=\"outbound\"}")).isEqualTo(PAIRS);
      assertThat(gateway.terminate()).as(gateway.log()).isZero();
    }
  }

  @Test
  void oneWrongKeyAmongThemLoadsNoneAndSaysItsLine() throws Exception {
    try (Namespaces lab = new Namespaces("w")) {
      lab.add("gw");
      int wrong = PAIRS - 2;
      RunningDataplane gateway = RunningDataplane.start(lab, "gw", write(wrong), HEAP_MEBIBYTES);

      assertThat(gateway.awaitExit(READY)).isEqualTo(2);
      assertThat(gateway.log().lines())
          .singleElement()
          .asString()
          .contains(":" + (FIRST_LINE + LINES * wrong + 5) + ":")
          .contains("dataplane.manual-sas[" + wrong + "].inbound.key")
          .contains("found 38 hexadecimal digits, needs 40");
      assertThat(gateway.log()).doesNotContain("DPDK");
    }
  }

  private static String address(int pair, int host) {
    return (100 + (pair >> 16)) + "." + (pair >> 8 & 255) + "." + (pair & 255) + "." + host;
  }

  private static String peer(int pair) {
    return "198." + (18 + (pair >> 16)) + "." + (pair >> 8 & 255) + "." + (pair & 255);
  }

  /** {@code wrong} is the pair whose inbound key is short by an octet, or -1. */
  private Path write(int wrong) throws IOException {
    Path config = directory.resolve("gateway.yaml");
    Random random = new Random(1);
    Files.createFile(
        config, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (BufferedWriter out = Files.newBufferedWriter(config)) {
      out.write(
          """
          version: 1
          channel: DIR/channel
          run-directory: DIR
          dataplane:
            metrics: 127.0.0.1:9471
            eal: {hugepages: off, memory: 256}
            ports:
              - {name: red, device: "net_af_packet0,iface=red0", addresses: [10.1.0.1/24]}
              - {name: black, device: "net_af_packet1,iface=black0", addresses: [192.0.2.1/24]}
            routes: [{to: 0.0.0.0/0, via: 192.0.2.9}]
            manual-sas:
          """
              .replace("DIR", directory.toString()));
      for (int pair = 0; pair < PAIRS; pair++) {
        out.write(
            """
                - name: t%d
                  local-address: 192.0.2.1
                  remote-address: %s
                  encryption: aes128gcm16
                  outbound: {spi: %d, key: "%s"}
                  inbound: {spi: %d, key: "%s"}
                  local: [10.1.0.0/24]
                  remote: [%s/24]
            """
                .formatted(
                    pair,
                    peer(pair),
                    FIRST_OUTBOUND + pair,
                    key(random, 20),
                    0x1000000 + pair,
                    key(random, pair == wrong ? 19 : 20),
                    address(pair, 0)));
      }
    }
    return config;
  }

  private static String key(Random random, int octets) {
    byte[] key = new byte[octets];
    random.nextBytes(key);
    return HexFormat.of().formatHex(key);
  }
}
