package io.yett.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.yett.lab.Lab;
import io.yett.lab.Pings;
import io.yett.lab.SiteToSite;
import io.yett.lab.StrongSwan;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole gateway and a real strongSwan with other algorithms than those of the demo. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class EspSuitesInteropTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final byte[] PAYLOAD = "sixteen octets..".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path runs;

  @ParameterizedTest
  @CsvSource({
    "aes128-sha256-x25519, aes128-sha256",
    "aes256-sha512-ecp384, aes256-sha512",
    "chacha20poly1305-prfsha256-x25519, chacha20poly1305",
    "aes128gcm16-prfsha256-x25519, aes128gcm8",
    "aes128gcm16-prfsha256-x25519, aes256ccm12",
    "aes128gcm16-prfsha256-x25519, aes128ctr-aesxcbc",
    "aes128gcm16-prfsha256-x25519, aes192-aescmac",
    "aes128gcm16-prfsha256-x25519, aes256-sha1",
    "aes128gcm16-prfsha256-x25519, null-sha256"
  })
  void packetsPassBothWaysOverARekey(String ike, String esp) {
    Optional<String> obstacle = Lab.obstacle().or(StrongSwan::obstacle);
    assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
    try (Lab lab = new Lab(runs, "ya")) {
      Stage stage = new Stage(lab, new Proposals(ike, esp));
      stage.buildNetwork();
      stage.startPeer();
      stage.borrowHugePages();
      stage.startDataplane("net_af_packet", "fused");
      stage.startControlplane();
      stage.awaitTunnel(LIMIT);

      assertThat(stage.admin().espSas(GatewayConfig.CONNECTION))
          .isNotEmpty()
          .allMatch(sa -> sa.text("encryption").equals(esp));
      pingBothWays(stage);
      String before = stage.outboundSpi();
      stage.admin().operate(GatewayConfig.CONNECTION, "rekey?child=net", LIMIT);
      assertThat(stage.outboundSpi()).isNotEqualTo(before);
      pingBothWays(stage);
      assertThat(stage.admin().drops())
          .noneMatch(drop -> List.of("auth_failed", "bad_padding").contains(drop.text("reason")));
    }
  }

  private static void pingBothWays(Stage stage) {
    Pings.withPayload(stage.red(), SiteToSite.BLUE_HOST, PAYLOAD, 20);
    Pings.withPayload(stage.blue(), SiteToSite.RED_HOST, PAYLOAD, 20);
  }
}
