package io.yett.perf.contender;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Reads what DPDK 22.11's programs really print. */
class PeerOutputTest {
  private static List<String> lines(String resource) throws IOException {
    try (InputStream in = PeerOutputTest.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private static List<PacketCounter.Count> counts(PacketCounter counter, String resource)
      throws IOException {
    return lines(resource).stream().map(counter::accept).flatMap(Optional::stream).toList();
  }

  @Test
  void testpmdCountsAllPortsAndNotItsSummary() throws IOException {
    assertThat(counts(new TestpmdCounter(2), "testpmd-22.11.txt"))
        .containsExactly(
            new PacketCounter.Count(1024, 0),
            new PacketCounter.Count(71_445_664, 0),
            new PacketCounter.Count(161_457_920, 0));
  }

  @Test
  void secgwCountsAllCores() throws IOException {
    assertThat(counts(new SecgwCounter(), "ipsec-secgw-22.11.txt"))
        .containsExactly(
            new PacketCounter.Count(25_373_568, 0),
            new PacketCounter.Count(34_160_320, 0),
            new PacketCounter.Count(42_772_672, 0));
  }

  @Test
  void secgwDropsAreSeen() {
    SecgwCounter counter = new SecgwCounter();
    assertThat(counter.accept("Total packets sent:           10")).isEmpty();
    assertThat(counter.accept("Total packets dropped:         7"))
        .contains(new PacketCounter.Count(10, 7));
  }

  @Test
  void cryptoPerfSaysMillionsOfOperations() throws IOException {
    assertThat(
            lines("dpdk-test-crypto-perf-22.11.txt").stream()
                .map(CryptoLimit::parse)
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble))
        .containsExactly(1.421);
  }

  @Test
  void schedstatBeginsWithTheTimeOnTheCpu() {
    assertThat(ThreadCpu.parse("3732031108 75323671 225\n")).isEqualTo(3_732_031_108L);
  }
}
