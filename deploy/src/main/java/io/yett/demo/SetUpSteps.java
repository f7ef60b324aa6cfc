package io.yett.demo;

import io.yett.ike.cli.Node;
import io.yett.lab.LabException;
import io.yett.lab.StrongSwan;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** From nothing to a tunnel. */
final class SetUpSteps {
  private static final Duration TUNNEL_LIMIT = Duration.ofSeconds(30);
  private static final List<String> DRIVERS = List.of("net_af_xdp", "net_af_packet");

  private final Stage stage;
  private final String shape;
  private final String port;

  /**
   * The steps.
   *
   * @param port the DPDK driver for both ports, or {@code auto} for the first one that works
   */
  SetUpSteps(Stage stage, String shape, String port) {
    this.stage = stage;
    this.shape = shape;
    this.port = port;
  }

  List<Step> steps() {
    return List.of(
        Step.needed(
            "network",
            "Build two sites, a gateway, a peer and an untrusted link out of network namespaces",
            progress -> {
              stage.buildNetwork();
              return "5 namespaces, 4 links, a bridge to listen at";
            }),
        Step.needed(
            "peer",
            "Start strongSwan " + StrongSwan.version() + " as the peer, with its ESP in user space",
            progress -> {
              stage.startPeer();
              return "strongSwan " + StrongSwan.version();
            }),
        Step.needed(
            "data plane",
            "Start the data plane: DPDK takes the gateway's two links, a %s lane".formatted(shape),
            this::startDataplane),
        Step.needed(
            "tunnel",
            "Start the control plane: it finds the data plane and brings the tunnel up by IKEv2",
            this::bringTunnelUp));
  }

  private String startDataplane(Step.Progress progress) {
    String hugePages = stage.borrowHugePages();
    List<String> candidates = port.equals("auto") ? DRIVERS : List.of(port);
    String refused = "";
    for (String driver : candidates) {
      progress.at("trying " + driver);
      try {
        stage.startDataplane(driver, shape);
        return "%s, %s%s".formatted(driver, hugePages, refused);
      } catch (LabException e) {
        stage.dataplane().close();
        if (driver.equals(candidates.getLast())) {
          throw e;
        }
        refused = "; %s failed: %s".formatted(driver, e.getMessage());
      }
    }
    throw new LabException("no driver to try");
  }

  private String bringTunnelUp(Step.Progress progress) {
    progress.at("starting");
    stage.startControlplane();
    progress.at("IKE_SA_INIT, IKE_AUTH");
    long begin = System.nanoTime();
    stage.awaitTunnel(TUNNEL_LIMIT);
    double seconds = (System.nanoTime() - begin) / 1e9;
    Node ikeSa = stage.ikeSa();
    return String.format(
        Locale.ROOT,
        "IKE %s, %s, ESP %s, up %.1f s after the start",
        ikeSa.text("proposal"),
        stage.auth().words(ikeSa.text("postQuantum").equals("true")),
        stage.admin().espSas(GatewayConfig.CONNECTION).getFirst().text("encryption"),
        seconds);
  }
}
