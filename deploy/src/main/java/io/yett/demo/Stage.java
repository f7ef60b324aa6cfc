package io.yett.demo;

import io.yett.ike.cli.Node;
import io.yett.lab.GatewayAdmin;
import io.yett.lab.GatewayProcess;
import io.yett.lab.GatewayProcess.Plane;
import io.yett.lab.HugePages;
import io.yett.lab.Lab;
import io.yett.lab.LabException;
import io.yett.lab.LabProcess;
import io.yett.lab.NetworkNamespace;
import io.yett.lab.Pings;
import io.yett.lab.SiteToSite;
import io.yett.lab.StrongSwan;
import io.yett.lab.SwanctlConfig;
import io.yett.lab.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.BooleanSupplier;

/** What the demo plays on: the sites, the gateway's two processes, and the peer. */
final class Stage {
  private static final Duration READY_LIMIT = Duration.ofSeconds(40);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final int SECRET_OCTETS = 32;
  private static final int HUGE_PAGE_MEBIBYTES = 2;
  private static final int SPARE_HUGE_PAGES = 32;

  private final Lab lab;
  private final Proposals proposals;
  private final DemoAuth auth;
  private final String secret = random();
  private final String postQuantumSecret = random();
  private DemoAuth.Credentials credentials;
  private SiteToSite sites;
  private StrongSwan peer;
  private GatewayConfig config;
  private GatewayProcess dataplane;
  private GatewayProcess controlplane;
  private GatewayAdmin admin;

  Stage(Lab lab) {
    this(lab, Proposals.DEFAULT);
  }

  Stage(Lab lab, Proposals proposals) {
    this(lab, proposals, DemoAuth.PSK);
  }

  Stage(Lab lab, DemoAuth auth) {
    this(lab, Proposals.DEFAULT, auth);
  }

  private Stage(Lab lab, Proposals proposals, DemoAuth auth) {
    this.lab = lab;
    this.proposals = auth.proposals(proposals);
    this.auth = auth;
  }

  private static String random() {
    byte[] random = new byte[SECRET_OCTETS];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  DemoAuth auth() {
    return auth;
  }

  Lab lab() {
    return lab;
  }

  SiteToSite sites() {
    return sites;
  }

  NetworkNamespace red() {
    return sites.red();
  }

  NetworkNamespace blue() {
    return sites.blue();
  }

  StrongSwan peer() {
    return peer;
  }

  GatewayAdmin admin() {
    return admin;
  }

  GatewayProcess dataplane() {
    return dataplane;
  }

  GatewayProcess controlplane() {
    return controlplane;
  }

  GatewayConfig config() {
    return config;
  }

  void buildNetwork() {
    sites = new SiteToSite(lab);
  }

  /** Borrows huge pages; what came of it, for people. */
  String borrowHugePages() {
    int wanted = GatewayConfig.MEMORY / HUGE_PAGE_MEBIBYTES + SPARE_HUGE_PAGES;
    lab.hugePages(wanted);
    long free = HugePages.free();
    return free >= wanted ? free + " huge pages" : "no huge pages";
  }

  void startPeer() {
    SwanctlConfig swanctl =
        new SwanctlConfig(
            GatewayConfig.CHILD,
            SiteToSite.PEER_OUTER,
            SiteToSite.GATEWAY_OUTER,
            GatewayConfig.REMOTE_ID,
            GatewayConfig.LOCAL_ID,
            secret,
            SiteToSite.BLUE_NET,
            SiteToSite.RED_NET,
            proposals.ike(),
            proposals.esp(),
            30);
    peer = new StrongSwan(lab, sites.peer(), "strongswan", swanctl);
    credentials = auth.issue(lab.folder());
    if (credentials != null) {
      peer.credential("x509", credentials.peer().certificate());
      peer.credential("private", credentials.peer().key());
      peer.credential("x509ca", credentials.authority());
    }
    peer.amend(auth.amendment(credentials, postQuantumSecret));
    peer.start();
  }

  /** Starts the data plane on ports of this driver, and waits until both answer a ping. */
  void startDataplane(String driver, String shape) {
    Path channel = Path.of("/dev/shm/yett-demo-" + ProcessHandle.current().pid());
    config =
        new GatewayConfig(
            driver, shape, lab.folder(), lab.outsideFile(channel), proposals, auth, credentials);
    try {
      config.write(secret, postQuantumSecret);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    admin = new GatewayAdmin(config.adminSocket());
    dataplane = new GatewayProcess(lab, sites.gateway(), Plane.DATAPLANE, config.file());
    controlplane = new GatewayProcess(lab, sites.gateway(), Plane.CONTROLPLANE, config.file());
    dataplane.start();
    awaitIn(
        dataplane.process(),
        "answer to a ping on port red",
        () -> Pings.answered(sites.red(), SiteToSite.RED_GATEWAY, 1));
    awaitIn(
        dataplane.process(),
        "answer to a ping on port black",
        () -> Pings.answered(sites.peer(), SiteToSite.GATEWAY_OUTER, 1));
  }

  /** Starts the control plane, and waits until it answers and has found the data plane. */
  void startControlplane() {
    controlplane.start();
    awaitIn(controlplane.process(), "answer on the admin socket", admin::isReady);
  }

  private static void awaitIn(LabProcess process, String what, BooleanSupplier condition) {
    process.await(what, READY_LIMIT, condition);
  }

  /** Waits until the connection is up here and at the peer. */
  void awaitTunnel(Duration limit) {
    boolean up = Waiting.until(limit, POLL, this::isTunnelUp);
    if (!up) {
      throw new LabException(
          "no tunnel within %d s: here %s (%s), at the peer %s"
              .formatted(
                  limit.toSeconds(),
                  admin.connectionState(GatewayConfig.CONNECTION),
                  admin.lastError(GatewayConfig.CONNECTION),
                  peer.isAlive() ? peer.sas().ikeSas() : "not running"));
    }
  }

  boolean isTunnelUp() {
    return admin.connectionState(GatewayConfig.CONNECTION).equals("up")
        && peer.isAlive()
        && peer.sas().isOneTunnel();
  }

  /** The one IKE SA that is established. */
  Node ikeSa() {
    return admin.ikeSas(GatewayConfig.CONNECTION).stream()
        .filter(sa -> sa.text("state").equals("established"))
        .findFirst()
        .orElseThrow(() -> new LabException("there is no established IKE SA"));
  }

  /** The SPI that we send with. */
  String outboundSpi() {
    return admin.activeOutboundSpi(GatewayConfig.CONNECTION);
  }
}
