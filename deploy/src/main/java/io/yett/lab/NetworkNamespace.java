package io.yett.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A network namespace of the kernel, without IPv6: nothing in it speaks unless it is told to.
 *
 * @param name as {@code ip netns} shows it
 */
public record NetworkNamespace(String name) implements AutoCloseable {

  /** Where {@code ip netns} keeps them. */
  private static final Path MOUNTS = Path.of("/run/netns");

  static NetworkNamespace create(String name) {
    Command.check("ip", "netns", "add", name);
    NetworkNamespace namespace = new NetworkNamespace(name);
    namespace.sysctl("net.ipv6.conf.all.disable_ipv6", "1");
    namespace.sysctl("net.ipv6.conf.default.disable_ipv6", "1");
    namespace.ip("link", "set", "lo", "up");
    return namespace;
  }

  static void deleteIfExists(String name) {
    if (Files.exists(MOUNTS.resolve(name))) {
      Command.check("ip", "netns", "delete", name);
    }
  }

  /** A command that runs in here. */
  public ProcessBuilder command(List<String> words) {
    // Not "ip netns exec" nor "ip -n": these want to mount /sys anew, which a container or a chroot
    // may refuse.
    List<String> all = new ArrayList<>(List.of("nsenter", "--net=" + MOUNTS.resolve(name)));
    all.addAll(words);
    return new ProcessBuilder(all);
  }

  /** Runs a command in here; whatever its exit code is, it comes back. */
  public Command run(Duration limit, String... words) {
    return Command.run(limit, command(List.of(words)));
  }

  /** Runs a command in here and throws {@link LabException} unless it succeeds. */
  public Command check(String... words) {
    return run(Command.LIMIT, words).orThrow();
  }

  /** {@code ip} with these arguments, in here. */
  public void ip(String... words) {
    List<String> all = new ArrayList<>(List.of("ip"));
    all.addAll(List.of(words));
    Command.run(Command.LIMIT, command(all)).orThrow();
  }

  /** Gives a link an address with a prefix length, e.g. {@code 10.1.0.2/24}. */
  public void address(String link, String address) {
    ip("address", "add", address, "dev", link);
  }

  /** Routes a network (or {@code default}) through a gateway. */
  public void route(String network, String gateway) {
    ip("route", "add", network, "via", gateway);
  }

  /** Makes this namespace a router. */
  public void forward() {
    sysctl("net.ipv4.ip_forward", "1");
  }

  /** Sets a kernel parameter of this namespace. */
  public void sysctl(String key, String value) {
    check("sysctl", "-q", "-w", key + "=" + value);
  }

  /** A bridge over links of this namespace, silent: no spanning tree, no multicast queries. */
  public void bridge(String bridge, String... links) {
    ip("link", "add", bridge, "type", "bridge", "stp_state", "0", "mcast_snooping", "0");
    ip("link", "set", bridge, "up");
    for (String link : links) {
      ip("link", "set", link, "master", bridge);
    }
  }

  /** Deletes the namespace with all links in it. */
  @Override
  public void close() {
    deleteIfExists(name);
  }
}
