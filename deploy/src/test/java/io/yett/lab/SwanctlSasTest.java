package io.yett.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Reads what {@code swanctl --list-sas} of strongSwan 5.9.8 prints. */
class SwanctlSasTest {
  private static final String ONE_TUNNEL =
      """
      net: #1, ESTABLISHED, IKEv2, 8a67f6aab7ce8400_i* bc879199ce6c90b6_r
        local  'a' @ 192.0.2.1[4500]
        remote 'b' @ 192.0.2.2[4500]
        AES_GCM_16-256/PRF_HMAC_SHA2_384/CURVE_25519
        established 1s ago, rekeying in 13147s
        net: #1, reqid 1, INSTALLED, TUNNEL-in-UDP, ESP:AES_GCM_16-256
          installed 1s ago, rekeying in 3377s, expires in 3959s
          in  21f237b7,    252 bytes,     3 packets,     0s ago
          out 359cb895,    252 bytes,     3 packets,     0s ago
          local  10.1.0.0/24
          remote 10.2.0.0/24
      """;

  @Test
  void oneTunnel() {
    SwanctlSas sas = SwanctlSas.parse(ONE_TUNNEL);

    assertThat(sas.isOneTunnel()).isTrue();
    assertThat(sas.ikeSas())
        .containsExactly(
            new SwanctlSas.IkeSa("net", "ESTABLISHED", "8a67f6aab7ce8400", "bc879199ce6c90b6"));
    assertThat(sas.childSas())
        .containsExactly(
            new SwanctlSas.ChildSa(
                "net", "INSTALLED", "TUNNEL-in-UDP", "ESP:AES_GCM_16-256", "21f237b7", "359cb895"));
  }

  @Test
  void nothingIsNoTunnel() {
    assertThat(SwanctlSas.parse("").isOneTunnel()).isFalse();
  }

  @Test
  void twoIkeSasAreNotOneTunnel() {
    assertThat(SwanctlSas.parse(ONE_TUNNEL + ONE_TUNNEL).isOneTunnel()).isFalse();
  }

  @Test
  void halfOpenIsNoTunnel() {
    assertThat(SwanctlSas.parse(ONE_TUNNEL.replace("ESTABLISHED", "CONNECTING")).isOneTunnel())
        .isFalse();
  }
}
