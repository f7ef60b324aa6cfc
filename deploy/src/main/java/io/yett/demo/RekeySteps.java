package io.yett.demo;

import io.yett.lab.LabException;
import io.yett.lab.PingReport;
import io.yett.lab.Pinger;
import io.yett.lab.SiteToSite;
import io.yett.lab.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** New keys under traffic, from both sides, without a lost packet. */
final class RekeySteps {
  private static final Duration INTERVAL = Duration.ofMillis(10);
  private static final Duration AROUND = Duration.ofMillis(800);

  private final Stage stage;

  RekeySteps(Stage stage) {
    this.stage = stage;
  }

  List<Step> steps() {
    return List.of(
        underTraffic("Child SA rekey", "Rekey the Child SA under a ping", Rekey::childByGateway),
        underTraffic("IKE SA rekey", "Rekey the IKE SA under a ping", Rekey::ikeByGateway),
        underTraffic(
            "Child SA rekey by the peer",
            "strongSwan rekeys the Child SA under a ping",
            Rekey::childByPeer),
        underTraffic(
            "IKE SA rekey by the peer",
            "strongSwan rekeys the IKE SA under a ping",
            Rekey::ikeByPeer));
  }

  private Step underTraffic(String name, String doing, Function<Stage, String> rekey) {
    return Step.of(
        name,
        doing + " every 10 ms",
        progress -> {
          try (Pinger pinger = startPings(stage, name)) {
            Waiting.sleep(AROUND);
            String spis = rekey.apply(stage);
            progress.at(spis);
            Waiting.sleep(AROUND);
            return perfect(pinger) + "; " + spis;
          }
        });
  }

  /** Pings from red to blue, a hundred a second. */
  static Pinger startPings(Stage stage, String name) {
    String file = "ping-" + name.toLowerCase(Locale.ROOT).replace(' ', '-');
    return Pinger.start(stage.lab(), stage.red(), SiteToSite.BLUE_HOST, INTERVAL, file);
  }

  /** Stops the pings; their account, or an exception if one was lost. */
  static String perfect(Pinger pinger) {
    PingReport report = pinger.stop();
    if (!report.isPerfect()) {
      throw new LabException(report.toString());
    }
    return report.toString();
  }
}
