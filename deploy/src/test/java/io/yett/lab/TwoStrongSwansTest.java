package io.yett.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The laboratory itself, proven with two real strongSwans: what they do, Yett must do too. */
@Timeout(120)
class TwoStrongSwansTest {
  private static final SwanctlConfig BLUE =
      new SwanctlConfig(
          "net",
          SiteToSite.PEER_OUTER,
          SiteToSite.GATEWAY_OUTER,
          "blue.example",
          "red.example",
          "correct horse battery staple",
          SiteToSite.BLUE_NET,
          SiteToSite.RED_NET,
          "aes256gcm16-prfsha384-x25519",
          "aes256gcm16",
          30);
  private static final SwanctlConfig RED =
      new SwanctlConfig(
          "net",
          SiteToSite.GATEWAY_OUTER,
          SiteToSite.PEER_OUTER,
          "red.example",
          "blue.example",
          "correct horse battery staple",
          SiteToSite.RED_NET,
          SiteToSite.BLUE_NET,
          "aes256gcm16-prfsha384-x25519",
          "aes256gcm16",
          30);

  @TempDir Path runs;

  @Test
  void tunnelCarriesPingsOverARekeyAndTheCaptureShowsNoPayload() {
    Optional<String> obstacle = Lab.obstacle().or(StrongSwan::obstacle);
    assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
    try (Lab lab = new Lab(runs, "yt")) {
      SiteToSite sites = new SiteToSite(lab);
      sites.gatewayByKernel();
      StrongSwan blue = new StrongSwan(lab, sites.peer(), "blue", BLUE);
      StrongSwan red = new StrongSwan(lab, sites.gateway(), "red", RED);
      blue.start();
      red.start();
      Capture untrusted = sites.captureUntrusted(lab, "untrusted");
      Capture clear = sites.captureRed(lab, "red-side");

      red.initiate("net");

      assertThat(red.sas().isOneTunnel()).isTrue();
      String inbound = red.sas().installed().getFirst().inbound();
      assertThat(blue.sas().installed().getFirst().outbound()).isEqualTo(inbound);
      byte[] payload = "never in clear!!".getBytes(StandardCharsets.US_ASCII);
      Pings.withPayload(sites.red(), SiteToSite.BLUE_HOST, payload, 5);

      Pinger pinger =
          Pinger.start(lab, sites.red(), SiteToSite.BLUE_HOST, Duration.ofMillis(10), "pings");
      Waiting.sleep(Duration.ofSeconds(1));
      red.rekeyChild("net");
      Waiting.sleep(Duration.ofSeconds(2));
      PingReport report = pinger.stop();
      assertThat(report.counted()).isGreaterThan(50);
      assertThat(report.lost()).isZero();
      assertThat(red.sas().installed().getFirst().inbound()).isNotEqualTo(inbound);

      LinkTraffic seen = new LinkTraffic(untrusted.stop());
      assertThat(seen.others()).isEmpty();
      assertThat(seen.count(LinkTraffic.Kind.ESP_IN_UDP)).isGreaterThan(100);
      assertThat(seen.count(LinkTraffic.Kind.IKE)).isGreaterThanOrEqualTo(6);
      assertThat(seen.containing(payload)).isZero();
      // The same search finds it where it is in the clear.
      assertThat(new LinkTraffic(clear.stop()).containing(payload)).isEqualTo(10);
    }
  }
}
