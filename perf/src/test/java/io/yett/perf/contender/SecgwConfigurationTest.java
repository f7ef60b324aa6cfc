package io.yett.perf.contender;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.perf.scenario.Algorithm;
import io.yett.perf.scenario.Protection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The peer is asked for the same tunnels and policies as Yett. */
class SecgwConfigurationTest {
  private static List<String> lines(Algorithm algorithm, int tunnels, int policies) {
    return SecgwConfiguration.lines(
        new Protection(algorithm, tunnels, policies, false, true, 0), false);
  }

  private static String key(String sa) {
    int begin = sa.indexOf("aead_key ") + "aead_key ".length();
    return sa.substring(begin, sa.indexOf(' ', begin));
  }

  @Test
  void eachTunnelHasPolicySaAndKey() {
    List<String> lines = lines(Algorithm.AES_128_GCM, 2, 1);
    assertThat(lines)
        .contains(
            "sp ipv4 out esp protect 4097 pri 1 dst 10.64.0.0/32 sport 0:65535 dport 0:65535",
            "sp ipv4 out esp protect 4098 pri 1 dst 10.64.0.1/32 sport 0:65535 dport 0:65535");
    List<String> sas = lines.stream().filter(line -> line.startsWith("sa out ")).toList();
    assertThat(sas).hasSize(2);
    assertThat(sas.get(0))
        .matches(
            "sa out 4097 aead_algo aes-128-gcm aead_key ([0-9a-f]{2}:){19}[0-9a-f]{2}"
                + " mode ipv4-tunnel src 192.0.2.1 dst 198.18.0.1");
    assertThat(key(sas.get(0))).isNotEqualTo(key(sas.get(1)));
  }

  @Test
  void manyPoliciesLeadToOneTunnel() {
    List<String> lines = lines(Algorithm.AES_128_GCM, 1, 3);
    assertThat(lines)
        .contains(
            "sp ipv4 out esp protect 4097 pri 1 dst 10.64.0.0/24 proto 17:17 sport 0:65535"
                + " dport 0:65535",
            "sp ipv4 out esp protect 4097 pri 1 dst 10.64.1.0/24 proto 17:17 sport 0:65535"
                + " dport 4096:8191",
            "sp ipv4 out esp protect 4097 pri 1 dst 10.64.2.0/24 proto 17:17 sport 0:65535"
                + " dport 0:65535");
  }

  @Test
  void separateKeysOfCipherAndIntegrity() {
    assertThat(lines(Algorithm.AES_128_CBC_HMAC_SHA256, 1, 1))
        .anyMatch(line ->
            line.matches(
                "sa out 4097 cipher_algo aes-128-cbc cipher_key ([0-9a-f]{2}:){15}[0-9a-f]{2}"
                    + " auth_algo sha256-hmac auth_key ([0-9a-f]{2}:){31}[0-9a-f]{2} mode.*"));
  }
}
