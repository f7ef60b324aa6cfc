package io.yett.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.yett.lab.Lab;
import io.yett.lab.Pings;
import io.yett.lab.SiteToSite;
import io.yett.lab.StrongSwan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole gateway and a real strongSwan with each kind of authentication of the demo. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class DemoAuthInteropTest {
  @TempDir Path runs;

  @ParameterizedTest
  @EnumSource(names = {"CERT", "PQ"})
  void tunnelWithTraffic(DemoAuth auth) throws IOException {
    Optional<String> obstacle = Lab.obstacle().or(StrongSwan::obstacle);
    assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
    try (Lab lab = new Lab(runs, "ydau")) {
      Stage stage = new Stage(lab, auth);
      stage.buildNetwork();
      stage.startPeer();
      stage.startDataplane("net_af_packet", "fused");
      stage.startControlplane();
      stage.awaitTunnel(Duration.ofSeconds(30));

      assertThat(Pings.answered(stage.red(), SiteToSite.BLUE_HOST, 1)).isTrue();
      String words = stage.auth().words(stage.ikeSa().text("postQuantum").equals("true"));
      String log = Files.readString(stage.peer().log());
      if (auth == DemoAuth.CERT) {
        assertThat(log)
            .contains("authentication of 'red.example' with ECDSA_WITH_SHA384_DER")
            .contains("authentication of 'blue.example' (myself) with ED25519");
      } else {
        assertThat(words).contains("post-quantum: ").doesNotContain("NOT");
        assertThat(log).contains("using PPK for PPK_ID 'demo'");
      }
    }
  }
}
