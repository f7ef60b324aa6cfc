package io.yett.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A gateway with idle traffic is idle: both its processes, all their threads, by the kernel's
 * account. And a burst that ends the idleness is forwarded whole, however long that was.
 */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class IdleGatewayTest {
  /** Percent of one core. The target is 5; a noisy machine counts what is not ours, too. */
  private static final double LIMIT = 10;

  /** Time for the JVMs to compile what they run when idle. */
  private static final Duration SETTLING = Duration.ofSeconds(20);

  private static final Duration MEASURED = Duration.ofSeconds(10);

  /** Fits the receive queue of net_af_packet, 512 frames, with room for a stray frame. */
  private static final int FULL_QUEUE = 480;

  /** After so long the gateway has forwarded an earlier burst, however slow the machine is. */
  private static final int LONG_MILLIS = 1000;

  private static final List<Integer> QUIET_MILLIS = List.of(0, 1, 2, 5, 20, 100, 1000, 3000);

  @TempDir Path runs;

  @ParameterizedTest
  @ValueSource(strings = {"fused", "pipelined"})
  void withoutPacketsItUsesHardlyAnyCpuAndAfterwardsLosesNone(String shape) throws Exception {
    Optional<String> obstacle = Lab.obstacle();
    assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
    try (Lab lab = new Lab(runs, "yi")) {
      NetworkNamespace gateway = lab.namespace("gw");
      NetworkNamespace red = lab.namespace("red");
      NetworkNamespace black = lab.namespace("black");
      VethPair.connect(gateway, "red0", red, "r0");
      VethPair.connect(gateway, "black0", black, "b0");
      red.address("r0", "10.1.0.9/24");
      red.route("default", "10.1.0.1");
      black.address("b0", "192.0.2.9/24");
      black.route("default", "192.0.2.1");
      Path config = config(lab.folder(), shape);
      GatewayProcess dataplane = start(lab, gateway, GatewayProcess.Plane.DATAPLANE, config);
      GatewayProcess controlplane = start(lab, gateway, GatewayProcess.Plane.CONTROLPLANE, config);
      await(dataplane, "ready: ");
      await(dataplane, "adopts ");

      Waiting.sleep(SETTLING);
      CpuTime begin = CpuTime.of(dataplane.process().pid(), controlplane.process().pid());
      Waiting.sleep(MEASURED);
      double percent = begin.percentUntilNow();
      System.out.printf(Locale.ROOT, "idle gateway, %s: %.1f %% of one core%n", shape, percent);
      assertThat(percent)
          .as("percent of one core: %s", begin.perThread())
          .isPositive()
          .isLessThan(LIMIT);

      assertThat(red.run(Duration.ofSeconds(20), "ping", "-c3", "-i0.2", "192.0.2.9").output())
          .contains("3 received");
      for (int quiet : QUIET_MILLIS) {
        int burst = quiet < LONG_MILLIS ? FULL_QUEUE / 2 : FULL_QUEUE;
        long before = datagrams(black);
        send(red, burst, quiet);
        long expected = before + 2L * burst;
        Waiting.until(
            Duration.ofSeconds(10), Duration.ofMillis(20), () -> datagrams(black) >= expected);
        assertThat(datagrams(black) - before)
            .as("datagrams of two bursts with %d ms between", quiet)
            .isEqualTo(2L * burst);
      }
      assertThat(Files.readString(dataplane.log())).doesNotContain("ERROR");
      assertThat(Files.readString(controlplane.log())).doesNotContain("ERROR");
    }
  }

  private static GatewayProcess start(
      Lab lab, NetworkNamespace namespace, GatewayProcess.Plane plane, Path config) {
    GatewayProcess process = new GatewayProcess(lab, namespace, plane, config);
    process.start();
    return process;
  }

  private static void await(GatewayProcess process, String text) {
    process
        .process()
        .await(
            text,
            Duration.ofSeconds(60),
            () -> {
              try {
                return Files.readString(process.log()).contains(text);
              } catch (IOException e) {
                return false;
              }
            });
  }

  /** One burst, quiet, another burst. */
  private static void send(NetworkNamespace red, int burst, int quietMillis) {
    Command.run(
            Duration.ofSeconds(60),
            red.command(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    BurstSender.class.getName(),
                    "192.0.2.9",
                    Integer.toString(burst),
                    Integer.toString(quietMillis))))
        .orThrow();
  }

  /** UDP datagrams that arrived at a host, by the kernel's account: taken, unwanted or refused. */
  private static long datagrams(NetworkNamespace host) {
    List<String> udp =
        host.check("cat", "/proc/net/snmp")
            .output()
            .lines()
            .filter(line -> line.startsWith("Udp: "))
            .toList();
    List<String> names = List.of(udp.get(0).split(" ", -1));
    List<String> values = List.of(udp.get(1).split(" ", -1));
    return List.of("InDatagrams", "NoPorts", "InErrors").stream()
        .mapToLong(name -> Long.parseLong(values.get(names.indexOf(name))))
        .sum();
  }

  private static Path config(Path folder, String shape) throws IOException {
    Path psk = folder.resolve("blue.psk");
    Files.writeString(psk, "idle idle idle idle\n");
    Files.setPosixFilePermissions(psk, PosixFilePermissions.fromString("rw-------"));
    Path config = folder.resolve("yett.yaml");
    Files.writeString(
        config,
        """
        version: 1
        dataplane:
          eal: {hugepages: off, memory: 128}
          lane: {shape: SHAPE, idle: backoff}
          ports:
            - {name: red, device: "net_af_packet0,iface=red0", addresses: [10.1.0.1/24]}
            - {name: black, device: "net_af_packet1,iface=black0", addresses: [192.0.2.1/24]}
          policies:
            - {name: open, action: bypass, local: [10.1.0.0/24], remote: [192.0.2.0/24]}
          metrics: 127.0.0.1:9471
        channel: DIR/channel
        run-directory: DIR
        controlplane:
          metrics: 127.0.0.1:9472
        connections:
          - name: blue
            local: {address: 192.0.2.1, id: red.example}
            remote: {address: 192.0.2.2, id: blue.example}
            auth: {psk-file: DIR/blue.psk}
            proposals: [aes256gcm16-prfsha384-x25519]
            children:
              - name: net
                local: [10.1.0.0/24]
                remote: [10.2.0.0/24]
                proposals: [aes256gcm16-esn]
                start: none
        """
            .replace("SHAPE", shape)
            .replace("DIR", folder.toString()));
    return config;
  }
}
