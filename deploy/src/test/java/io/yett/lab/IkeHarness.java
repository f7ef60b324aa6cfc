package io.yett.lab;

import io.yett.dataplane.config.ConfigLoader;
import io.yett.dataplane.config.SecretCheck;
import io.yett.dataplane.sachannel.CommandError;
import io.yett.dataplane.sachannel.PolicySpec;
import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dataplane.sachannel.SaSpec;
import io.yett.dataplane.sachannel.TrafficSelector;
import io.yett.ike.BackgroundWork;
import io.yett.ike.config.EngineConfig;
import io.yett.ike.engine.CheckpointStore;
import io.yett.ike.engine.ChildSaInstaller;
import io.yett.ike.engine.ChildSaView;
import io.yett.ike.engine.ConnectionView;
import io.yett.ike.engine.EngineEvents;
import io.yett.ike.engine.EngineSettings;
import io.yett.ike.engine.Failure;
import io.yett.ike.engine.IkeEngine;
import io.yett.ike.engine.IkeSaView;
import io.yett.ike.message.IkeMessage;
import io.yett.ike.pad.AddressPool;
import io.yett.ike.pad.Child;
import io.yett.ike.pad.Connection;
import io.yett.ike.pad.Identity;
import io.yett.ike.pad.IkeOptions;
import io.yett.ike.pad.LossAction;
import io.yett.ike.pad.PostQuantumKey;
import io.yett.ike.pad.PreSharedKey;
import io.yett.ike.pad.StartAction;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;

/**
 * The IKE engine over the kernel's UDP sockets, without ESP, to be run in a namespace: it does what
 * the lines of a command file say, and prints what happens.
 *
 * <p>Arguments: command file, our address, the peer's address, IKE proposals, ESP proposals (each
 * list divided by commas), pre-shared key. With the system property {@code yett.config} its
 * connections are those of that file in place of the arguments.
 */
public final class IkeHarness implements ChildSaInstaller, EngineEvents {
  private static final int NON_ESP_MARKER = 4;

  private final Path commands;
  private final InetAddress address;
  private final DatagramChannel ike;
  private final DatagramChannel natT;
  private final BackgroundWork background = new BackgroundWork();
  private final IkeEngine engine;
  private final Queue<Runnable> answers = new ArrayDeque<>();
  private int commandsDone;
  private String shown = "";

  private IkeHarness(String[] args) throws IOException {
    commands = Path.of(args[0]);
    address = InetAddress.getByName(args[1]);
    ike = open(500);
    natT = open(4500);
    int fragmentOctets = Integer.getInteger("yett.fragment-octets", 1280);
    EngineSettings settings =
        EngineSettings.DEFAULT
            .withRetransmit(300, 1.5, 4)
            .withFragmentOctets(fragmentOctets, fragmentOctets);
    engine =
        new IkeEngine(
            settings, this::send, this, CheckpointStore.NONE, this, new SecureRandom(), background);
    connections(args).forEach(engine::addConnection);
  }

  private DatagramChannel open(int port) throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    channel.bind(new InetSocketAddress(address, port));
    channel.configureBlocking(false);
    return channel;
  }

  private List<Connection> connections(String[] args) throws IOException {
    String file = System.getProperty("yett.config");
    return file == null
        ? List.of(connection(args))
        : EngineConfig.connections(ConfigLoader.load(Path.of(file), SecretCheck.CONTROLPLANE));
  }

  private Connection connection(String[] args) throws IOException {
    boolean serves = Boolean.getBoolean("yett.pool");
    boolean asks = Boolean.getBoolean("yett.request-address");
    Child child =
        new Child(
            "net",
            1000,
            List.of(asks ? range("0.0.0.0", "255.255.255.255") : net("10.1.0")),
            List.of(serves ? net("10.9.0") : net("10.2.0")),
            List.of(args[4].split(",", -1)),
            0,
            0,
            0,
            1024,
            StartAction.NONE,
            LossAction.NONE,
            LossAction.RESTART);
    return new Connection(
        "blue",
        address,
        Identity.parse("red.example"),
        serves ? null : InetAddress.getByName(args[2]),
        Identity.parse("blue.example"),
        new PreSharedKey(args[5].getBytes(StandardCharsets.US_ASCII)),
        List.of(args[3].split(",", -1)),
        0,
        3,
        true,
        List.of(child),
        options().withPools(serves ? List.of(pool()) : List.of()).withAddressRequest(asks));
  }

  private static IkeOptions options() {
    byte[] key = "a key that a quantum computer has not".getBytes(StandardCharsets.US_ASCII);
    PostQuantumKey ppk = new PostQuantumKey("ppk1", new PreSharedKey(key), true);
    return IkeOptions.DEFAULT
        .withChildless(Boolean.getBoolean("yett.childless"))
        .withPpk(Boolean.getBoolean("yett.ppk") ? ppk : null);
  }

  private static AddressPool pool() throws IOException {
    return new AddressPool(
        "vpn",
        InetAddress.getByName("10.9.0.1"),
        InetAddress.getByName("10.9.0.9"),
        List.of(InetAddress.getByName("10.1.0.53")));
  }

  private static TrafficSelector net(String prefix) throws IOException {
    return range(prefix + ".0", prefix + ".255");
  }

  private static TrafficSelector range(String first, String last) throws IOException {
    return TrafficSelector.ofRange(InetAddress.getByName(first), InetAddress.getByName(last));
  }

  /** Runs until it is killed. */
  public static void main(String[] args) throws IOException {
    new IkeHarness(args).run();
  }

  private void run() throws IOException {
    try (Selector selector = Selector.open()) {
      ike.register(selector, SelectionKey.OP_READ);
      natT.register(selector, SelectionKey.OP_READ);
      engine.start(List.of(), System.nanoTime());
      System.out.println("ready");
      while (true) {
        selector.select(10);
        selector.selectedKeys().clear();
        receive(ike, 500, 0);
        receive(natT, 4500, NON_ESP_MARKER);
        background.drain(token -> engine.onWorkDone(token, System.nanoTime()));
        while (!answers.isEmpty()) {
          answers.poll().run();
        }
        obey();
        if (engine.nextDeadline() <= System.nanoTime()) {
          engine.onTick(System.nanoTime());
        }
        show();
      }
    }
  }

  private void receive(DatagramChannel channel, int port, int marker) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(65_535);
    InetSocketAddress from;
    while ((from = (InetSocketAddress) channel.receive(buffer.clear())) != null) {
      buffer.flip();
      boolean esp = marker > 0 && (buffer.remaining() < 4 || buffer.getInt(0) != 0);
      if (!esp) {
        byte[] octets = Arrays.copyOfRange(buffer.array(), marker, buffer.limit());
        engine.onDatagram(new InetSocketAddress(address, port), from, octets, System.nanoTime());
      }
    }
  }

  private void send(InetSocketAddress local, InetSocketAddress remote, byte[] datagram) {
    boolean marked = local.getPort() == 4500;
    ByteBuffer buffer = ByteBuffer.allocate(datagram.length + NON_ESP_MARKER);
    buffer.position(marked ? NON_ESP_MARKER : 0).put(datagram).flip();
    try {
      (marked ? natT : ike).send(buffer, remote);
    } catch (IOException e) {
      System.out.println("cannot send: " + e.getMessage());
    }
  }

  private void obey() throws IOException {
    List<String> lines = Files.exists(commands) ? Files.readAllLines(commands) : List.of();
    while (commandsDone < lines.size()) {
      String line = lines.get(commandsDone++);
      long now = System.nanoTime();
      String name = connection().name();
      String problem =
          switch (line) {
            case "initiate" -> engine.initiate(name, null, now);
            case "terminate" -> engine.terminate(name, null, now);
            case "terminate-child" -> engine.terminate(name, "net", now);
            case "rekey-child" -> engine.rekeyChild(name, "net", now);
            case "rekey-ike" -> engine.rekeyIkeSa(name, now);
            default -> "unknown";
          };
      System.out.println("did " + line + ": " + problem);
    }
  }

  /** The one that is configured, or the client's that was made of it. */
  private ConnectionView connection() {
    return engine.connections(System.nanoTime()).getLast();
  }

  private void show() {
    ConnectionView view = connection();
    StringBuilder text = new StringBuilder("status " + view.state());
    for (IkeSaView sa : view.ikeSas()) {
      text.append(String.format(" ike %016x %s", sa.initiatorSpi(), sa.state()));
      for (ChildSaView child : sa.children()) {
        text.append(
            String.format(
                " child %08x/%08x %s", child.inboundSpi(), child.outboundSpi(), child.state()));
      }
    }
    if (!text.toString().equals(shown)) {
      shown = text.toString();
      System.out.println(shown);
    }
  }

  private void answer(long token) {
    answers.add(() -> engine.onCommandResult(token, CommandError.NONE, "", System.nanoTime()));
  }

  @Override
  public void installInbound(long token, SaSpec spec) {
    answer(token);
  }

  @Override
  public void installOutbound(long token, SaSpec spec) {
    answer(token);
  }

  @Override
  public void activateOutbound(long token, int reqId, int spi) {
    System.out.println(String.format("outbound %08x", spi));
    answer(token);
  }

  @Override
  public void remove(long token, SaDirection direction, int spi) {
    answer(token);
  }

  @Override
  public void putPolicy(long token, PolicySpec policy) {
    answer(token);
  }

  @Override
  public void removePolicy(long token, String name) {
    answer(token);
  }

  @Override
  public void updatePeer(long token, int reqId, InetSocketAddress remote) {
    answer(token);
  }

  @Override
  public void sending(String connection, IkeMessage message) {
    System.out.println("--> " + message);
  }

  @Override
  public void failed(String connection, String childOrNull, Failure failure) {
    System.out.println("failed " + failure.reason() + ": " + failure.text());
  }

  @Override
  public void note(String connection, String text) {
    System.out.println(text);
  }

  @Override
  public void retransmitted(String connection, int attempt) {
    System.out.println("retransmitted " + attempt);
  }

  @Override
  public void internalError(RuntimeException fault) {
    System.out.println("internal error");
    fault.printStackTrace(System.out);
  }
}
