package io.yett.perf.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.yett.perf.scenario.Algorithm;
import io.yett.perf.scenario.Catalogue;
import io.yett.perf.scenario.Direction;
import io.yett.perf.scenario.Mix;
import io.yett.perf.scenario.Protection;
import io.yett.perf.scenario.Scenario;
import io.yett.perf.scenario.Shape;
import io.yett.perf.scenario.SystemName;
import io.yett.perf.scenario.Traffic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Packets of the scenarios, read by scapy, which knows nothing of ours. */
class TrafficFilesTest {
  private static final Path PYTHON = Path.of("/usr/bin/python3");

  @TempDir Path directory;

  private static Scenario scenario(String name) {
    return new Catalogue().matching(Pattern.compile(name)).getFirst();
  }

  private static String scapy(String script) throws Exception {
    assumeTrue(
        Files.isExecutable(PYTHON) && run("import scapy.all, cryptography") != null,
        "no scapy: apt-get install python3-scapy python3-cryptography");
    String output = run("from scapy.all import *\nload_layer('ipsec')\n" + script);
    assertThat(output).as("scapy").isNotNull();
    return output;
  }

  /** Null if it fails. */
  private static String run(String script) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(PYTHON.toString(), "-c", script)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() == 0 ? output.strip() : null;
  }

  @Test
  void clearFramesAreWellFormedAndOfTheMix() throws Exception {
    TrafficFiles files = TrafficFiles.write(directory, scenario("encrypt-imix"));
    assertThat(files.black()).isEmpty();
    assertThat(
            scapy(
                """
                p = rdpcap('%s')
                sums = [x[IP].chksum for x in p]
                for x in p: del x[IP].chksum
                print(len(p), sorted(set(len(x) + 4 for x in p)), len(set(x[UDP].sport for x in p)),
                      sums == [IP(bytes(x[IP])).chksum for x in p],
                      all(x[IP].len == len(x) - 14 and x[UDP].len == len(x) - 34 for x in p),
                      set(x[IP].dst for x in p), p[0].dst,
                      [len(x) + 4 for x in p].count(64) * 12 / len(p))
                """
                    .formatted(files.red().getFirst())))
        .isEqualTo("384 [64, 512, 1400] 256 True True {'10.64.0.5'} 02:70:63:61:70:00 7.0");
  }

  @ParameterizedTest
  @CsvSource({
    "AES_128_GCM, AES-GCM, NULL, false, true",
    "AES_256_GCM, AES-GCM, NULL, true, false",
    "AES_128_CBC_HMAC_SHA256, AES-CBC, SHA2-256-128, false, false",
    "CHACHA20_POLY1305, CHACHA20-POLY1305, NULL, false, true",
  })
  void espIsWhatScapyDecrypts(
      Algorithm algorithm, String cipher, String integrity, boolean udp, boolean esn)
      throws Exception {
    Scenario scenario =
        new Scenario(
            "t",
            "t",
            1,
            new Traffic(Direction.DECRYPT, Mix.IMIX, Traffic.Pattern.KNOWN_FLOWS, 24),
            new Protection(algorithm, 1, 1, udp, esn, 0),
            Shape.ONE_CORE,
            Set.of(SystemName.YETT),
            false);
    TrafficFiles files = TrafficFiles.write(directory, scenario);
    int cipherKey = algorithm.keyLength() + algorithm.saltLength();
    int spi = AddressPlan.inboundSpi(0);
    String key =
        HexFormat.of().formatHex(AddressPlan.key(spi, cipherKey + algorithm.authKeyLength()));
    assertThat(
            scapy(
                """
                k = bytes.fromhex('%s')
                sa = SecurityAssociation(ESP, spi=%d, crypt_algo='%s', crypt_key=k[:%d],
                    auth_algo='%s', auth_key=k[%d:] or None, esn_en=%s, esn=0,
                    tunnel_header=IP(src='198.18.0.1', dst='192.0.2.1'), nat_t_header=%s)
                p = [sa.decrypt(x[IP]) for x in rdpcap('%s')]
                print([x[ESP].seq for x in rdpcap('%s')] == list(range(1, 25)),
                      sorted(set(len(x) + 18 for x in p)), set(x[UDP].dport for x in p),
                      set(x[IP].src for x in p), p[0][IP].dst)
                """
                    .formatted(
                        key,
                        spi,
                        cipher,
                        cipherKey,
                        integrity,
                        cipherKey,
                        esn ? "True" : "False",
                        udp ? "UDP(sport=4500, dport=4500)" : "None",
                        files.black().getFirst(),
                        files.black().getFirst())))
        .matches("True \\[64, 512, 1400\\] \\{10\\d\\d.*} \\{'10.64.0.5'} 10.1.0.2");
  }

  @Test
  void zipfDrawsTheFirstTunnelMostAndManyOnce() {
    Scenario zipf = scenario("tunnels-zipf-100000");
    IntFunction<Flow> flows = Flows.of(zipf.traffic(), zipf.protection(), 0);
    Map<Integer, Integer> counts = new HashMap<>();
    for (int i = 0; i < zipf.traffic().frames(); i++) {
      counts.merge(flows.apply(i).tunnel(), 1, Integer::sum);
    }
    List<Integer> most = counts.values().stream().sorted((a, b) -> b - a).toList();
    // The sum of 1/n up to 100000 is 12.09: the first has 8.3 %, the second half of that.
    assertThat(most.getFirst()).isBetween(7800, 8800);
    assertThat(most.get(1)).isBetween(3700, 4600);
    assertThat(most.size()).isBetween(20_000, 35_000);
  }

  @Test
  void newFlowsAreAllDistinctAndMeetAllPolicies() {
    Scenario scenario = scenario("new-flows-10000");
    IntFunction<Flow> flows = Flows.of(scenario.traffic(), scenario.protection(), 0);
    int frames = scenario.traffic().frames();
    assertThat(IntStream.range(0, frames).mapToObj(flows).distinct().count()).isEqualTo(frames);
    Set<Integer> networks =
        IntStream.range(0, frames)
            .mapToObj(flows)
            .map(flow -> flow.destination() >>> 8)
            .collect(Collectors.toSet());
    assertThat(networks).hasSize(10_000);
  }

  @Test
  void roundRobinMeetsEachTunnelOnce() {
    Scenario scenario = scenario("tunnels-1000");
    IntFunction<Flow> flows = Flows.of(scenario.traffic(), scenario.protection(), 0);
    assertThat(IntStream.range(0, 1000).mapToObj(flows).map(Flow::tunnel))
        .containsExactlyElementsOf(IntStream.range(0, 1000).boxed().toList());
    assertThat(AddressPlan.text(flows.apply(999).destination())).isEqualTo("10.64.3.231");
  }
}
