package io.yett.lab.linux;

import io.yett.lab.Capture;
import io.yett.lab.Command;
import io.yett.lab.GatewayAdmin;
import io.yett.lab.GatewayProcess;
import io.yett.lab.GatewayProcess.Plane;
import io.yett.lab.Lab;
import io.yett.lab.NetworkNamespace;
import io.yett.lab.Pings;
import io.yett.lab.VethPair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * {@link LinuxSite} with both families:
 *
 * <pre>
 *   red host            gateway                  link            guest
 *   red0 ------------- red0  black0 ---------- gw0 = tap0 ------ eth0  lo
 *   10.1.0.2        10.1.0.1  192.0.2.1        (a bridge)   192.0.2.2  10.2.CELL.1
 *   2001:db8:1::2   ::1       2001:db8:ff::1                ::2        2001:db8:2:CELL::1
 * </pre>
 */
final class FamilySite {
  static final String RED_NET4 = "10.1.0.0/24";
  static final String RED_NET6 = "2001:db8:1::/64";
  static final String RED_HOST4 = "10.1.0.2";
  static final String RED_HOST6 = "2001:db8:1::2";
  static final String GATEWAY_OUTER4 = "192.0.2.1";
  static final String GATEWAY_OUTER6 = "2001:db8:ff::1";
  static final String GUEST_OUTER4 = "192.0.2.2";
  static final String GUEST_OUTER6 = "2001:db8:ff::2";

  private static final String RED_GATEWAY4 = "10.1.0.1";
  private static final String RED_GATEWAY6 = "2001:db8:1::1";
  private static final String TAP = "tap0";
  private static final String GATEWAY_LINK = "gw0";
  private static final Duration READY_LIMIT = Duration.ofSeconds(40);
  private static final Duration PING_LIMIT = Duration.ofSeconds(20);

  /** As {@link LinuxSite} has it, for either family: a number of the family, then the address. */
  private static final String ENCAPSULATION_SOCKETS =
      encapsulationSocket(2, "pack(\"SnNx8\", 2, 4500, 0)")
          + encapsulationSocket(10, "pack(\"SnNx16L\", 10, 4500, 0, 0)");

  private final Lab lab;
  private final NetworkNamespace red;
  private final NetworkNamespace gateway;
  private final NetworkNamespace link;
  private final LinuxGuest guest;
  private final GatewayAdmin admin;

  private static String encapsulationSocket(int family, String address) {
    String options = family == 10 ? "setsockopt(S, 41, 26, pack(\"i\", 1));" : "";
    return "perl -e 'socket(S, "
        + family
        + ", 2, 17) or die; "
        + options
        + " bind(S, "
        + address
        + ") && setsockopt(S, 17, 100, pack(\"i\", 2)) or die; sleep' &\n";
  }

  /** Builds it, starts Yett with both processes, and boots the guest. */
  FamilySite(Lab lab, List<FamilyCell> cells) throws IOException {
    this.lab = lab;
    red = lab.namespace("red");
    gateway = lab.namespace("gateway");
    link = lab.namespace("link");
    VethPair.connect(red, "red0", gateway, "red0");
    VethPair.connect(gateway, "black0", link, GATEWAY_LINK);
    red.sysctl("net.ipv6.conf.red0.disable_ipv6", "0");
    red.address("red0", RED_HOST4 + "/24");
    red.ip("address", "add", RED_HOST6 + "/64", "dev", "red0", "nodad");
    red.route("default", RED_GATEWAY4);
    red.ip("-6", "route", "add", "default", "via", RED_GATEWAY6);
    Path config = writeConfig(cells);
    GatewayProcess dataplane = start(Plane.DATAPLANE, config);
    start(Plane.CONTROLPLANE, config);
    guest = LinuxGuest.boot(lab, link, TAP);
    link.bridge("wire", GATEWAY_LINK, TAP);
    guest.run("ip address add " + GUEST_OUTER4 + "/24 dev eth0; ip link set eth0 up");
    guest.run("ip -6 address add " + GUEST_OUTER6 + "/64 dev eth0 nodad");
    guest.run("ip route add " + RED_NET4 + " via " + GATEWAY_OUTER4);
    guest.run("ip -6 route add " + RED_NET6 + " via " + GATEWAY_OUTER6);
    guest.run(ENCAPSULATION_SOCKETS);
    for (FamilyCell cell : cells) {
      guest.run("set -e\n" + cell.linux());
    }
    admin = new GatewayAdmin(lab.folder().resolve("control.sock"));
    dataplane
        .process()
        .await("answer to a ping", READY_LIMIT, () -> Pings.answered(red, RED_GATEWAY6, 1));
    dataplane.process().await("answer on the admin socket", READY_LIMIT, admin::isReady);
  }

  private GatewayProcess start(Plane plane, Path config) {
    GatewayProcess process = lab.manage(new GatewayProcess(lab, gateway, plane, config));
    process.start();
    return process;
  }

  private Path writeConfig(List<FamilyCell> cells) throws IOException {
    String text =
        """
        version: 1
        dataplane:
          eal: {hugepages: off, memory: 128}
          ports:
            - {name: red, device: "net_af_xdp0,iface=red0", addresses: [%s/24, "%s/64"]}
            - {name: black, device: "net_af_xdp1,iface=black0", addresses: [%s/24, "%s/64"]}
          routes:
            - {to: 10.2.0.0/16, via: %s}
            - {to: "2001:db8:2::/48", via: "%s"}
          manual-sas:
        %s
        channel: %s
        run-directory: %s
        """
            .formatted(
                RED_GATEWAY4,
                RED_GATEWAY6,
                GATEWAY_OUTER4,
                GATEWAY_OUTER6,
                GUEST_OUTER4,
                GUEST_OUTER6,
                cells.stream().map(FamilyCell::yett).collect(Collectors.joining()),
                lab.folder().resolve("channel"),
                lab.folder());
    Path file = lab.folder().resolve("yett.yaml");
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, text);
  }

  /** Captures what passes between Yett and the guest, by a bystander. */
  Capture capture(String name) {
    return Capture.start(lab, link, GATEWAY_LINK, name);
  }

  /** The red host pings into a tunnel three times; what {@code ping} says. */
  String ping(FamilyCell cell, int octets) {
    Command ping =
        red.run(
            PING_LIMIT,
            "ping",
            "-n",
            "-i",
            "0.05",
            "-W",
            "2",
            "-M",
            "do",
            "-c",
            "3",
            "-s",
            Integer.toString(octets),
            cell.inside());
    return ping.output();
  }

  /** Whether the gateway's own addresses answer the red host's pings. */
  boolean gatewayAnswers() {
    return Pings.answered(red, RED_GATEWAY6, 3)
        && Pings.answered(red, GATEWAY_OUTER6, 3)
        && Pings.answered(red, RED_GATEWAY4, 3);
  }

  /** Whether the guest gets an answer from the red host to each of a few pings. */
  boolean guestReachesRed(FamilyCell cell, int octets) {
    return guest
        .run(
            "ping -q -c 3 -i 0.05 -W 2 -s %d -I %s %s"
                .formatted(octets, cell.inside(), cell.redHost()))
        .contains(" 3 packets received");
  }

  /** The kernel's counts of what went wrong, those that are not 0. */
  String kernelErrors() {
    return guest.run("awk '$2 > 0' /proc/net/xfrm_stat").strip();
  }

  /** What Yett dropped so far, for messages. */
  String drops() {
    return admin.drops().stream()
        .map(drop -> drop.text("reason") + " " + drop.number("value"))
        .collect(Collectors.joining(", "));
  }
}
