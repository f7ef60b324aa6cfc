package io.yett.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a receiver of datagrams that Python made: Java has no datagram sockets of UNIX. */
@Timeout(60)
class ServiceManagerTest {
  private static final String RECEIVER =
      """
      import socket, sys
      s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      s.bind(sys.argv[1])
      s.settimeout(30)
      print('bound', flush=True)
      for _ in range(int(sys.argv[2])):
          print(repr(s.recv(4096)), flush=True)
      """;

  /** What the child process says. */
  static final class Sayings {
    private Sayings() {}

    /** Says one of each, and prints the interval of the signs of life. */
    public static void main(String[] arguments) {
      ServiceManager manager = ServiceManager.ofEnvironment();
      System.out.println(manager.signOfLifeNanos() + " " + manager.fault());
      manager.ready("two ports,\nREADY=0");
      manager.alive();
      manager.status("no peers");
      manager.stopping();
    }
  }

  @Test
  void saysWhatItDoesToTheSocketOfTheEnvironment(@TempDir Path directory) throws Exception {
    Path socket = directory.resolve("notify");
    Process receiver =
        new ProcessBuilder("python3", "-c", RECEIVER, socket.toString(), "4")
            .redirectErrorStream(true)
            .start();
    try (BufferedReader heard = receiver.inputReader(StandardCharsets.UTF_8)) {
      assertThat(heard.readLine()).isEqualTo("bound");

      // No WATCHDOG_PID: then the interval is meant for whoever reads it.
      String said =
          child(Map.of("NOTIFY_SOCKET", socket.toString(), "WATCHDOG_USEC", "4000000"), directory);

      assertThat(said).isEqualTo("2000000000 null");
      assertThat(heard.lines().toList())
          .containsExactly(
              "b'READY=1\\nSTATUS=two ports, READY=0'",
              "b'WATCHDOG=1'",
              "b'STATUS=no peers'",
              "b'STOPPING=1'");
    } finally {
      receiver.destroyForcibly();
    }
  }

  @Test
  void leavesTheWatchdogOfAnotherProcessAlone(@TempDir Path directory) throws Exception {
    assertThat(
            child(
                Map.of(
                    "NOTIFY_SOCKET",
                    directory.resolve("nobody").toString(),
                    "WATCHDOG_USEC",
                    "4000000",
                    "WATCHDOG_PID",
                    "1"),
                directory))
        .isEqualTo("0 null");
  }

  @Test
  void saysNothingWithoutAManager(@TempDir Path directory) throws Exception {
    assertThat(child(Map.of(), directory)).isEqualTo("0 null");
  }

  private static String child(Map<String, String> environment, Path directory) throws Exception {
    Path output = directory.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Sayings.class.getName()))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    for (String name : List.of("NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID")) {
      builder.environment().remove(name);
    }
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(output)).isNotEmpty();
    assertThat(process.exitValue()).isZero();
    return Files.readString(output).strip();
  }
}
