package io.yett.lab;

/**
 * Two sites, two gateways, and an untrusted link between them that can be watched:
 *
 * <pre>
 *   red site         gateway              link              peer               blue site
 *   red0 ---------- red0  black0 ------ gw0 = peer0 ------ wan0  blue0 -------- blue0
 *   10.1.0.2     10.1.0.1  192.0.2.1    (a bridge)     192.0.2.2  10.2.0.1    10.2.0.2
 * </pre>
 *
 * The gateway's two links have no address in the kernel: they are DPDK's, unless {@link
 * #gatewayByKernel} says otherwise.
 */
public final class SiteToSite {
  public static final String RED_NET = "10.1.0.0/24";
  public static final String RED_HOST = "10.1.0.2";
  public static final String RED_GATEWAY = "10.1.0.1";
  public static final String BLUE_NET = "10.2.0.0/24";
  public static final String BLUE_HOST = "10.2.0.2";
  public static final String BLUE_GATEWAY = "10.2.0.1";
  public static final String GATEWAY_OUTER = "192.0.2.1";
  public static final String PEER_OUTER = "192.0.2.2";

  /** The gateway's link to the red site. */
  public static final String GATEWAY_RED_LINK = "red0";

  /** The gateway's link to the untrusted network. */
  public static final String GATEWAY_BLACK_LINK = "black0";

  private static final String PREFIX_LENGTH = "/24";

  private final NetworkNamespace red;
  private final NetworkNamespace gateway;
  private final NetworkNamespace link;
  private final NetworkNamespace peer;
  private final NetworkNamespace blue;

  /** Builds it. */
  public SiteToSite(Lab lab) {
    red = lab.namespace("red");
    gateway = lab.namespace("gateway");
    link = lab.namespace("link");
    peer = lab.namespace("peer");
    blue = lab.namespace("blue");
    VethPair.connect(red, "red0", gateway, GATEWAY_RED_LINK);
    VethPair.connect(gateway, GATEWAY_BLACK_LINK, link, "gw0");
    VethPair.connect(link, "peer0", peer, "wan0");
    VethPair.connect(peer, "blue0", blue, "blue0");
    link.bridge("wire", "gw0", "peer0");
    red.address("red0", RED_HOST + PREFIX_LENGTH);
    red.route("default", RED_GATEWAY);
    peer.address("wan0", PEER_OUTER + PREFIX_LENGTH);
    peer.address("blue0", BLUE_GATEWAY + PREFIX_LENGTH);
    peer.forward();
    blue.address("blue0", BLUE_HOST + PREFIX_LENGTH);
    blue.route("default", BLUE_GATEWAY);
  }

  /** Lets the kernel be the gateway, for a second strongSwan in Yett's place. */
  public void gatewayByKernel() {
    gateway.address(GATEWAY_RED_LINK, RED_GATEWAY + PREFIX_LENGTH);
    gateway.address(GATEWAY_BLACK_LINK, GATEWAY_OUTER + PREFIX_LENGTH);
    gateway.forward();
  }

  public NetworkNamespace red() {
    return red;
  }

  public NetworkNamespace gateway() {
    return gateway;
  }

  public NetworkNamespace peer() {
    return peer;
  }

  public NetworkNamespace blue() {
    return blue;
  }

  /** Captures what passes between gateway and peer, by a bystander. */
  public Capture captureUntrusted(Lab lab, String name) {
    return Capture.start(lab, link, "gw0", name);
  }

  /** Captures what the red site sends and receives, in the clear. */
  public Capture captureRed(Lab lab, String name) {
    return Capture.start(lab, red, "red0", name);
  }

  /** Takes the untrusted link away, or brings it back. */
  public void untrustedLink(boolean up) {
    link.ip("link", "set", "gw0", up ? "up" : "down");
  }
}
