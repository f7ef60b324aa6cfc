package io.yett.dataplane.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Network namespaces of one test, with names of their own; all are gone after {@link #close}. */
final class Namespaces implements AutoCloseable {
  private static final long COMMAND_SECONDS = 60;

  private final String prefix;
  private final Deque<String> namespaces = new ArrayDeque<>();
  private final Deque<Process> processes = new ArrayDeque<>();

  Namespaces(String test) {
    this.prefix = "yh" + ProcessHandle.current().pid() + test;
  }

  /** Skips a test by name where namespaces cannot be made. */
  static void assumePossible() {
    Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "needs root");
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/sbin/ip")), "needs iproute2");
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of("/usr/sbin/ethtool")), "needs the package ethtool");
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/tcpdump")), "needs the package tcpdump");
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/ping")), "needs the package iputils-ping");
    String name = "yhprobe" + ProcessHandle.current().pid();
    boolean works = execute(List.of("ip", "netns", "add", name)).code() == 0;
    execute(List.of("ip", "netns", "del", name));
    Assumptions.assumeTrue(works, "network namespaces cannot be made here");
  }

  /** What a command printed, and how it ended. */
  record Result(int code, String output) {}

  /** Makes a namespace with loopback up. */
  void add(String name) {
    must("ip", "netns", "add", prefix + name);
    namespaces.push(prefix + name);
    inside(name, "ip", "link", "set", "lo", "up");
  }

  /** Joins two namespaces by a veth pair whose ends have these names. */
  void link(String a, String interfaceA, String b, String interfaceB) {
    inside(
        a,
        "ip",
        "link",
        "add",
        interfaceA,
        "type",
        "veth",
        "peer",
        "name",
        interfaceB,
        "netns",
        prefix + b);
    for (String[] end : new String[][] {{a, interfaceA}, {b, interfaceB}}) {
      // Without a NIC nobody would fill in the checksums that the kernel leaves to it.
      inside(end[0], "ethtool", "-K", end[1], "tx", "off");
      run(end[0], "sysctl", "-qw", "net.ipv6.conf." + end[1] + ".disable_ipv6=1");
      inside(end[0], "ip", "link", "set", end[1], "up");
    }
  }

  /** Gives a host its address and its default route. */
  void host(String name, String interfaceName, String address, String gateway) {
    inside(name, "ip", "addr", "add", address, "dev", interfaceName);
    inside(name, "ip", "route", "add", "default", "via", gateway);
  }

  /** Runs a command in a namespace, to its end. */
  Result run(String name, String... command) {
    return execute(in(name, List.of(command)));
  }

  /** Starts a command in a namespace; its output goes to a file. */
  Process start(String name, Path output, List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(in(name, command))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    processes.push(process);
    return process;
  }

  /** Ends what was started and removes what was made. */
  @Override
  public void close() {
    for (Process process : processes) {
      process.destroy();
      try {
        if (!process.waitFor(15, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        process.destroyForcibly();
      }
    }
    namespaces.forEach(name -> execute(List.of("ip", "netns", "del", name)));
  }

  /**
   * {@code nsenter} replaces itself by the command, so a signal to it reaches that; and unlike
   * {@code ip netns exec} it mounts nothing, so that a chroot will do.
   */
  private List<String> in(String name, List<String> command) {
    List<String> whole = new ArrayList<>(List.of("nsenter", "--net=/run/netns/" + prefix + name));
    whole.addAll(command);
    return whole;
  }

  private void inside(String name, String... command) {
    must(in(name, List.of(command)).toArray(String[]::new));
  }

  private static void must(String... command) {
    Result result = execute(List.of(command));
    if (result.code() != 0) {
      throw new AssertionError(String.join(" ", command) + ": " + result.output());
    }
  }

  private static Result execute(List<String> command) {
    try {
      Path output = Files.createTempFile("yett", ".out");
      try {
        Process process =
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new AssertionError(String.join(" ", command) + " does not end");
        }
        return new Result(
            process.exitValue(), Files.readString(output, StandardCharsets.UTF_8).strip());
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
