package io.yett.demo;

import io.yett.lab.LabException;
import io.yett.lab.Pinger;
import io.yett.lab.Pings;
import io.yett.lab.SiteToSite;
import io.yett.lab.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/** The peer as initiator; then things die, and come back. */
final class FailureSteps {
  private static final Duration LIMIT = Duration.ofSeconds(40);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration ALONE = Duration.ofSeconds(2);
  private static final int PINGS = 5;

  private final Stage stage;

  FailureSteps(Stage stage) {
    this.stage = stage;
  }

  List<Step> steps() {
    return List.of(
        Step.of(
            "strongSwan initiates",
            "Take the tunnel down, then let strongSwan bring it up: the gateway is the responder",
            this::peerInitiates),
        Step.of(
            "peer dies and returns",
            "Kill strongSwan, wait until dead peer detection notices, start it again: the tunnel"
                + " returns by itself",
            this::peerDies),
        Step.of(
            "control plane dies and returns",
            "Kill the control plane (kill -9) under a ping, start it again, and rekey",
            this::controlplaneDies));
  }

  private String peerInitiates(Step.Progress progress) {
    progress.at("taking it down");
    stage.admin().operate(GatewayConfig.CONNECTION, "down", LIMIT);
    await("end of the IKE SA at the peer", () -> stage.peer().sas().ikeSas().isEmpty());
    if (Pings.answered(stage.red(), SiteToSite.BLUE_HOST, 1)) {
      throw new LabException("a ping passed without a tunnel");
    }
    progress.at("strongSwan initiates");
    long begin = System.nanoTime();
    stage.peer().initiate(GatewayConfig.CHILD);
    stage.awaitTunnel(LIMIT);
    String seconds = since(begin);
    if (stage.ikeSa().flag("initiator")) {
      throw new LabException("the gateway was the initiator, not strongSwan");
    }
    pingBothWays();
    return "up after " + seconds + ", pings pass both ways; none passed without it";
  }

  private String peerDies(Step.Progress progress) {
    stage.peer().kill();
    long killed = System.nanoTime();
    progress.at("waiting for dead peer detection");
    await("notice of the dead peer", () -> !isUpHere());
    String noticed = since(killed);
    progress.at("noticed after " + noticed + "; starting strongSwan");
    stage.peer().start();
    long started = System.nanoTime();
    stage.awaitTunnel(LIMIT);
    String back = since(started);
    pingBothWays();
    return "noticed after %s, tunnel back %s after its restart".formatted(noticed, back);
  }

  private boolean isUpHere() {
    return stage.admin().connectionState(GatewayConfig.CONNECTION).equals("up");
  }

  private String controlplaneDies(Step.Progress progress) {
    String spi = stage.outboundSpi();
    try (Pinger pinger = RekeySteps.startPings(stage, "control-plane")) {
      Waiting.sleep(ALONE);
      stage.controlplane().kill();
      progress.at("the data plane is alone");
      Waiting.sleep(ALONE);
      progress.at("starting the control plane");
      stage.startControlplane();
      stage.awaitTunnel(LIMIT);
      if (!stage.outboundSpi().equals(spi)) {
        throw new LabException("the SA was not kept: SPI " + stage.outboundSpi() + ", was " + spi);
      }
      progress.at("same SAs; rekeying");
      String spis = Rekey.childByGateway(stage);
      Waiting.sleep(ALONE);
      return RekeySteps.perfect(pinger) + "; " + spis;
    }
  }

  private void pingBothWays() {
    if (!Pings.answered(stage.red(), SiteToSite.BLUE_HOST, PINGS)
        || !Pings.answered(stage.blue(), SiteToSite.RED_HOST, PINGS)) {
      throw new LabException("the tunnel is up, but pings do not pass");
    }
  }

  private static void await(String what, BooleanSupplier condition) {
    if (!Waiting.until(LIMIT, POLL, condition)) {
      throw new LabException("no %s within %d s".formatted(what, LIMIT.toSeconds()));
    }
  }

  private static String since(long nanos) {
    return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - nanos) / 1e9);
  }
}
