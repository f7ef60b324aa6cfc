package io.yett.perf.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Names are what people and files refer to. */
class CatalogueTest {
  private final Catalogue catalogue = new Catalogue();

  private List<String> names(String pattern) {
    return catalogue.matching(Pattern.compile(pattern)).stream().map(Scenario::name).toList();
  }

  @Test
  void sizes() {
    assertThat(names("encrypt-.*"))
        .containsExactly(
            "encrypt-64",
            "encrypt-128",
            "encrypt-256",
            "encrypt-imix",
            "encrypt-512",
            "encrypt-1024",
            "encrypt-1400");
    assertThat(names("decrypt(-window)?-(64|imix)"))
        .containsExactly("decrypt-64", "decrypt-imix", "decrypt-window-64", "decrypt-window-imix");
  }

  @Test
  void tunnelsPoliciesAndCores() {
    assertThat(names("tunnels-.*"))
        .containsExactly(
            "tunnels-1",
            "tunnels-10",
            "tunnels-100",
            "tunnels-1000",
            "tunnels-10000",
            "tunnels-100000",
            "tunnels-zipf-100000");
    assertThat(names("policies-.*")).hasSize(5).contains("policies-10000");
    assertThat(names("(new-flows|lanes|pipelined|bidirectional)-.*"))
        .contains(
            "new-flows-10000",
            "lanes-2",
            "pipelined-cbc-1400-2",
            "pipelined-gcm-1400-1",
            "bidirectional-64");
  }

  @Test
  void algorithmsAndEncapsulation() {
    assertThat(names(".*-1400"))
        .contains(
            "aes-256-gcm-1400",
            "aes-128-cbc-hmac-sha256-1400",
            "chacha20-poly1305-1400",
            "udp-encap-1400");
  }

  @Test
  void nameMatchesAsAWhole() {
    assertThat(names("encrypt-1")).isEmpty();
    assertThat(catalogue.quick()).isNotEmpty();
  }

  @Test
  void mixIsSpreadEvenly() {
    assertThat(Mix.IMIX.meanFrameSize()).isCloseTo(3896 / 12.0, within(1e-9));
    List<Integer> sizes = Mix.IMIX.sequence().stream().map(Mix.Part::frameSize).toList();
    assertThat(sizes).hasSize(12);
    assertThat(sizes.stream().filter(size -> size == 64)).hasSize(7);
    assertThat(sizes.stream().filter(size -> size == 512)).hasSize(4);
    assertThat(sizes.subList(0, 3)).contains(64, 512);
  }

  @Test
  void ciphertextIsPaddedAsTheAlgorithmNeeds() {
    // 46 octets of packet, 2 of trailer.
    assertThat(Algorithm.AES_128_GCM.ciphertextLength(46)).isEqualTo(48);
    assertThat(Algorithm.AES_128_GCM.ciphertextLength(47)).isEqualTo(52);
    assertThat(Algorithm.AES_128_CBC_HMAC_SHA256.ciphertextLength(1382)).isEqualTo(1392);
  }

  @Test
  void framesAreWholeBurstsAndWholeMixes() {
    for (Scenario scenario : catalogue.all()) {
      int frames = scenario.traffic().frames();
      assertThat(frames % 32).as(scenario.name()).isZero();
      assertThat(frames % scenario.traffic().mix().weight()).as(scenario.name()).isZero();
      if (scenario.traffic().pattern() == Traffic.Pattern.ROUND_ROBIN) {
        assertThat(frames % scenario.protection().tunnels()).as(scenario.name()).isZero();
      }
    }
  }
}
