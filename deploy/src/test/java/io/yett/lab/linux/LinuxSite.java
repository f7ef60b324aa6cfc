package io.yett.lab.linux;

import io.yett.lab.Capture;
import io.yett.lab.GatewayAdmin;
import io.yett.lab.GatewayProcess;
import io.yett.lab.GatewayProcess.Plane;
import io.yett.lab.Lab;
import io.yett.lab.NetworkNamespace;
import io.yett.lab.Pings;
import io.yett.lab.VethPair;
import io.yett.lab.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A host, Yett, and the Linux kernel as its peer, with one tunnel for each cell:
 *
 * <pre>
 *   red host         gateway              link            guest
 *   red0 ---------- red0  black0 ------ gw0 = tap0 ------ eth0  lo
 *   10.1.0.2     10.1.0.1  192.0.2.1    (a bridge)   192.0.2.2  10.2.CELL.1
 * </pre>
 */
final class LinuxSite {
  static final String RED_NET = "10.1.0.0/24";
  static final String RED_HOST = "10.1.0.2";
  static final String GATEWAY_OUTER = "192.0.2.1";
  static final String GUEST_OUTER = "192.0.2.2";

  private static final String RED_GATEWAY = "10.1.0.1";
  private static final String TAP = "tap0";
  private static final String GATEWAY_LINK = "gw0";
  private static final Duration READY_LIMIT = Duration.ofSeconds(40);

  private static final Duration COUNTERS_LIMIT = Duration.ofSeconds(5);
  private static final Duration COUNTERS_POLL = Duration.ofMillis(50);

  /** The kernel decapsulates only what comes to a socket that somebody opened so (RFC 3948). */
  private static final String ENCAPSULATION_SOCKET =
      "perl -e 'socket(S, 2, 2, 17) && bind(S, pack(\"SnNx8\", 2, 4500, 0))"
          + " && setsockopt(S, 17, 100, pack(\"i\", 2)) or die; sleep' &";

  private final Lab lab;
  private final NetworkNamespace red;
  private final NetworkNamespace gateway;
  private final NetworkNamespace link;
  private final LinuxGuest guest;
  private final GatewayAdmin admin;
  private final Script sweep;
  private final Script frames;

  /** Builds it, starts Yett with both processes, and boots the guest. */
  LinuxSite(Lab lab, List<? extends LinuxCell> cells) throws IOException {
    this.lab = lab;
    red = lab.namespace("red");
    gateway = lab.namespace("gateway");
    link = lab.namespace("link");
    VethPair.connect(red, "red0", gateway, "red0");
    VethPair.connect(gateway, "black0", link, GATEWAY_LINK);
    red.address("red0", RED_HOST + "/24");
    red.route("default", RED_GATEWAY);
    sweep = new Script(lab.folder(), "echo_sweep.py");
    frames = new Script(lab.folder(), "send_frames.py");
    Path config = writeConfig(cells);
    GatewayProcess dataplane = start(Plane.DATAPLANE, config);
    start(Plane.CONTROLPLANE, config);
    guest = LinuxGuest.boot(lab, link, TAP);
    link.bridge("wire", GATEWAY_LINK, TAP);
    // Without IPv6 the guest says nothing of its own accord.
    guest.run("echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6");
    guest.run("ip address add " + GUEST_OUTER + "/24 dev eth0; ip link set eth0 up");
    guest.run("ip route add " + RED_NET + " via " + GATEWAY_OUTER + "\n" + ENCAPSULATION_SOCKET);
    for (LinuxCell cell : cells) {
      guest.run("set -e\n" + cell.linux());
    }
    admin = new GatewayAdmin(lab.folder().resolve("control.sock"));
    dataplane
        .process()
        .await("answer to a ping", READY_LIMIT, () -> Pings.answered(red, RED_GATEWAY, 1));
    dataplane.process().await("answer on the admin socket", READY_LIMIT, admin::isReady);
  }

  private GatewayProcess start(Plane plane, Path config) {
    GatewayProcess process = lab.manage(new GatewayProcess(lab, gateway, plane, config));
    process.start();
    return process;
  }

  /** net_af_xdp shows packets as they are; net_af_packet puts fragments together before. */
  private Path writeConfig(List<? extends LinuxCell> cells) throws IOException {
    String text =
        """
        version: 1
        dataplane:
          eal: {hugepages: off, memory: 128}
          ports:
            - {name: red, device: "net_af_xdp0,iface=red0", addresses: [%s/24]}
            - {name: black, device: "net_af_xdp1,iface=black0", addresses: [%s/24]}
          routes:
            - {to: 10.2.0.0/16, via: %s}
          manual-sas:
        %s
        channel: %s
        run-directory: %s
        """
            .formatted(
                RED_GATEWAY,
                GATEWAY_OUTER,
                GUEST_OUTER,
                cells.stream().map(LinuxCell::yett).collect(Collectors.joining()),
                lab.folder().resolve("channel"),
                lab.folder());
    Path file = lab.folder().resolve("yett.yaml");
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, text);
  }

  LinuxGuest guest() {
    return guest;
  }

  /** Captures what passes between Yett and the guest, by a bystander. */
  Capture capture(String name) {
    return Capture.start(lab, link, GATEWAY_LINK, name);
  }

  /**
   * The red host asks the guest for echoes of many sizes; what came of it, see {@code
   * echo_sweep.py}.
   *
   * @param first octets of ICMP data, as is {@code last}
   * @param fragment whether the packets may be fragmented on their way
   */
  String sweep(LinuxCell cell, int first, int last, int step, boolean fragment) {
    String[] numbers = {String.valueOf(first), String.valueOf(last), String.valueOf(step)};
    return sweep
        .run(red, cell.inside(), numbers[0], numbers[1], numbers[2], fragment ? "clear" : "df")
        .strip();
  }

  /** Puts frames onto the link, towards the guest. */
  void sendToGuest(List<byte[]> these) throws IOException {
    send(TAP, these);
  }

  /** Puts frames onto the link, towards Yett. */
  void sendToYett(List<byte[]> these) throws IOException {
    send(GATEWAY_LINK, these);
  }

  private void send(String port, List<byte[]> these) throws IOException {
    HexFormat hex = HexFormat.of();
    Path file = lab.folder().resolve("frames.hex");
    Files.write(file, these.stream().map(hex::formatHex).toList());
    frames.run(link, port, file.toString());
  }

  /** Waits until Yett has dropped just so many packets for this reason; whether it came to that. */
  boolean awaitDrops(String reason, long count) {
    Waiting.until(COUNTERS_LIMIT, COUNTERS_POLL, () -> drops(reason) >= count);
    return drops(reason) == count;
  }

  /** What Yett dropped so far, for messages. */
  String drops() {
    return admin.drops().stream()
        .map(drop -> drop.text("reason") + " " + drop.number("value"))
        .collect(Collectors.joining(", "));
  }

  /** Packets that Yett dropped for this reason so far. */
  long drops(String reason) {
    return admin.drops().stream()
        .filter(drop -> drop.text("reason").equals(reason))
        .mapToLong(drop -> drop.number("value"))
        .sum();
  }

  /** Whether the guest gets an answer from the red host to each of a few pings. */
  boolean guestReachesRed(LinuxCell cell, int dataOctets) {
    return answered(dataOctets, cell.inside(), RED_HOST);
  }

  /** Whether the guest gets an answer from Yett itself to each of a few pings. */
  boolean guestReachesYett(LinuxCell cell, int dataOctets) {
    return answered(dataOctets, cell.outer(), GATEWAY_OUTER);
  }

  /** Whether each of so many pings of a guest to Yett itself is answered. */
  boolean guestReachesYettOften(LinuxCell cell, int pings) {
    return guest
        .run(
            "ping -q -c %d -i 0.01 -W 2 -s 9 -I %s %s"
                .formatted(pings, cell.outer(), GATEWAY_OUTER))
        .contains(" %d packets received".formatted(pings));
  }

  private boolean answered(int dataOctets, String from, String to) {
    return guest
        .run("ping -q -c 3 -i 0.05 -W 2 -s %d -I %s %s".formatted(dataOctets, from, to))
        .contains(" 3 packets received");
  }
}
