package io.yett.ike;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dataplane.config.ConfigLoader;
import io.yett.dataplane.config.SecretCheck;
import io.yett.ike.admin.Json;
import io.yett.ike.cli.AdminClient;
import io.yett.ike.cli.CliException;
import io.yett.ike.cli.Node;
import io.yett.ike.cli.Yett;
import io.yett.ike.config.EngineConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;

/**
 * A gateway under test: its configuration, its control plane in a JVM of its own, a peer, and the
 * {@code yett} command. The SA channel's file is in the shared memory of this machine.
 */
final class TestGateway implements AutoCloseable {
  final Path channel;
  final Path socket;
  private final Path directory;
  private final Path config;
  private final Path log;
  private Process process;

  TestGateway(Path directory, String start) throws IOException {
    this.directory = directory;
    this.channel =
        Path.of("/dev/shm/yett-test-" + ProcessHandle.current().pid() + "-" + System.nanoTime());
    this.log = directory.resolve("control.log");
    this.config = write("red", 1, 2, "10.1.0.0/24", "10.2.0.0/24", start, "one secret of both");
    this.socket = directory.resolve("run").resolve("control.sock");
  }

  private Path write(
      String name, int self, int other, String local, String remote, String start, String secret)
      throws IOException {
    Path psk = Files.writeString(directory.resolve(name + ".psk"), secret);
    Files.setPosixFilePermissions(psk, PosixFilePermissions.fromString("rw-------"));
    String otherName = name.equals("red") ? "blue" : "red";
    return Files.writeString(
        directory.resolve(name + ".yaml"),
"""
        version: 1
        dataplane:
          ports:
            - {name: red, device: net_null0, addresses: [10.1.0.1/24]}
            - {name: black, device: net_null1, addresses: [192.0.2.%d/24]}
        channel: %s
        run-directory: %s
        controlplane:
          ike:
            retransmit: {initial-seconds: 0.1, factor: 1.5, limit: 6}
        connections:
          - name: blue
            local: {address: 192.0.2.%d, id: %s}
            remote: {address: 192.0.2.%d, id: %s}
            auth: {psk-file: %s}
            proposals: [aes256gcm16-prfsha384-x25519]
            dpd-seconds: 0
            children:
              - name: net
                local: [%s]
                remote: [%s]
                proposals: [aes256gcm16-esn]
                start: %s
"""
            .formatted(
                self,
                channel,
                directory.resolve("run"),
                self,
                name + ".example",
                other,
                otherName + ".example",
                psk,
                local,
                remote,
                start));
  }

  /** The peer, which waits to be called; {@code secret} is its pre-shared key. */
  TestPeer peer(String secret) throws IOException {
    Path file = write("blue", 2, 1, "10.2.0.0/24", "10.1.0.0/24", "none", secret);
    return new TestPeer(
        EngineConfig.connections(ConfigLoader.load(file, SecretCheck.NONE)).getFirst());
  }

  /** The peer with the right secret. */
  TestPeer peer() throws IOException {
    return peer("one secret of both");
  }

  /** Starts the control plane, and waits until its admin socket answers. */
  void start(String... options) throws IOException {
    process = spawn(options);
    await("the admin socket answers", () -> status() != null);
  }

  /** Starts a control plane with metrics at that port of the loopback, and leaves it to itself. */
  Process spawnWithMetrics(int port) throws IOException {
    String text = Files.readString(config);
    Files.writeString(
        config, text.replaceFirst("( +)ike:", "$1metrics: 127.0.0.1:" + port + "\n$1ike:"));
    return spawn();
  }

  /** Starts a control plane, and leaves it to itself. */
  Process spawn(String... options) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                ControlplaneMain.class.getName(),
                "--config",
                config.toString()));
    command.addAll(List.of(options));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  /** Ends it as a crash would. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Ends it as an operator would; returns its exit code. */
  int terminate() throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("it ends on SIGTERM").isTrue();
    return process.exitValue();
  }

  String log() throws IOException {
    return Files.readString(log);
  }

  boolean logSays(String text) {
    try {
      return log().contains(text);
    } catch (IOException e) {
      return false;
    }
  }

  /** The status; null while nobody answers. */
  Node status() {
    try {
      return Node.of(new AdminClient(socket).get("/v1/status"));
    } catch (CliException e) {
      return null;
    }
  }

  /** The state of connection blue. */
  String state() {
    return connection().text("state");
  }

  Node connection() {
    return Node.of(new AdminClient(socket).get("/v1/connections"))
        .children("connections")
        .getFirst();
  }

  /** The ESP SAs. */
  List<Node> sas() {
    return Node.of(new AdminClient(socket).get("/v1/sas")).children("sas");
  }

  /** Runs {@code yett} with these arguments. */
  Cli yett(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Yett.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--socket", socket.toString()));
    int exitCode = line.execute(all.toArray(String[]::new));
    return new Cli(exitCode, out.toString(), err.toString());
  }

  /** Sends a request line as it is; returns the answer's body. */
  Map<String, Object> raw(String request) throws IOException {
    try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      client.connect(UnixDomainSocketAddress.of(socket));
      String head = request + " HTTP/1.1\r\n\r\n";
      client.write(ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)));
      byte[] answer = Channels.newInputStream(client).readAllBytes();
      String text = new String(answer, StandardCharsets.UTF_8);
      String body = text.substring(text.indexOf("\r\n\r\n") + 4);
      return Json.parseObject(body.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** What a command left. */
  record Cli(int exitCode, String out, String err) {}

  /** Waits for something that must come; the bound is for a broken build, not a measure. */
  static void await(String what, Condition condition) {
    org.awaitility.Awaitility.await(what)
        .atMost(30, TimeUnit.SECONDS)
        .pollInterval(20, TimeUnit.MILLISECONDS)
        .pollInSameThread()
        .until(condition::holds);
  }

  /** Something that becomes true. */
  @FunctionalInterface
  interface Condition {
    boolean holds();
  }

  @Override
  public void close() throws IOException {
    if (process != null) {
      kill();
      // What a failed test wants to know.
      System.out.println(log());
    }
    Files.deleteIfExists(channel);
  }
}
