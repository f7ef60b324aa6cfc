package io.yett.ike.simulation;

import io.yett.dataplane.sachannel.SaSpec;
import io.yett.dataplane.sachannel.TrafficSelector;
import io.yett.ike.engine.EngineSettings;
import io.yett.ike.pad.Child;
import io.yett.ike.pad.Connection;
import io.yett.ike.pad.Identity;
import io.yett.ike.pad.LossAction;
import io.yett.ike.pad.PreSharedKey;
import io.yett.ike.pad.StartAction;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** Two gateways, {@code red} and {@code blue}, with one connection between them. */
final class Simulation {
  static final InetAddress RED = ip("192.0.2.1");
  static final InetAddress BLUE = ip("192.0.2.2");
  static final TrafficSelector RED_NET = net("10.1.0.0", "10.1.0.255");
  static final TrafficSelector BLUE_NET = net("10.2.0.0", "10.2.0.255");

  private final SimulatedNetwork network;
  private final Trace trace;
  private final SimulatedGateway red;
  private final SimulatedGateway blue;
  private boolean strict;

  Simulation(long seed) {
    this(seed, c -> c, c -> c);
  }

  /** Changes the connection of either side. */
  Simulation(long seed, UnaryOperator<Connection> redChange, UnaryOperator<Connection> blueChange) {
    this(seed, EngineSettings.DEFAULT, redChange, blueChange);
  }

  Simulation(
      long seed,
      EngineSettings settings,
      UnaryOperator<Connection> redChange,
      UnaryOperator<Connection> blueChange) {
    network = new SimulatedNetwork(seed);
    trace = new Trace(network, seed);
    red =
        new SimulatedGateway(
            "red ",
            RED,
            network,
            () -> List.of(redChange.apply(redConnection())),
            settings,
            trace,
            seed * 31 + 1);
    blue =
        new SimulatedGateway(
            "blue",
            BLUE,
            network,
            () -> List.of(blueChange.apply(blueConnection())),
            settings,
            trace,
            seed * 31 + 500_000_007);
  }

  SimulatedNetwork network() {
    return network;
  }

  SimulatedGateway red() {
    return red;
  }

  SimulatedGateway blue() {
    return blue;
  }

  Trace trace() {
    return trace;
  }

  /** From now on no outbound SA may be in use whose peer has not the inbound SA. */
  void strict(boolean nowStrict) {
    strict = nowStrict;
  }

  void boot() {
    red.boot();
    blue.boot();
  }

  void runSeconds(double seconds) {
    runUntil(network.now() + (long) (seconds * 1e9), () -> false);
  }

  /** Runs until the condition holds; says whether it came to hold in that time. */
  boolean runUntil(double seconds, BooleanSupplier condition) {
    return runUntil(network.now() + (long) (seconds * 1e9), condition);
  }

  private boolean runUntil(long end, BooleanSupplier condition) {
    while (network.now() < end) {
      if (condition.getAsBoolean()) {
        return true;
      }
      step(end);
    }
    return condition.getAsBoolean();
  }

  private void step(long end) {
    long tick = Math.min(deadline(red), deadline(blue));
    long event = network.nextEvent();
    long next = Math.min(end, Math.min(tick, event));
    network.advance(Math.max(next, network.now()));
    if (tick <= network.now()) {
      tick(red);
      tick(blue);
    }
    if (strict) {
      checkOutbound(red, blue);
      checkOutbound(blue, red);
    }
  }

  private static long deadline(SimulatedGateway gateway) {
    return gateway.running() ? gateway.engine().nextDeadline() : Long.MAX_VALUE;
  }

  private void tick(SimulatedGateway gateway) {
    if (deadline(gateway) <= network.now()) {
      gateway.engine().onTick(network.now());
    }
  }

  /** Whether packets pass both ways now. */
  boolean traffic() {
    return problem(red, blue) == null && problem(blue, red) == null;
  }

  private void checkOutbound(SimulatedGateway from, SimulatedGateway to) {
    String problem = problem(from, to);
    if (problem != null) {
      throw new AssertionError(problem + "\n" + trace);
    }
  }

  /** Why a packet does not pass from one to the other; null if it does. */
  private static String problem(SimulatedGateway from, SimulatedGateway to) {
    Integer reqId =
        from.dataPlane().policies().values().stream().map(p -> p.reqId()).findFirst().orElse(null);
    Integer spi = reqId == null ? null : from.dataPlane().active(reqId);
    if (spi == null) {
      return "no outbound SA is in use";
    }
    SaSpec out = from.dataPlane().outbound().get(spi);
    SaSpec in = to.dataPlane().inbound().get(spi);
    if (out == null || in == null) {
      return "outbound SPI " + Integer.toHexString(spi) + " has no inbound SA at the peer";
    }
    if (!Arrays.equals(out.keyMaterial(), in.keyMaterial())
        || out.esn() != in.esn()
        || out.encryption() != in.encryption()) {
      return "the two ends of SPI " + Integer.toHexString(spi) + " have other keys";
    }
    if (!out.localSelectors().equals(in.remoteSelectors())
        || !out.remoteSelectors().equals(in.localSelectors())
        || (out.udpEncapsulation() == null) != (in.udpEncapsulation() == null)) {
      return "the two ends of SPI " + Integer.toHexString(spi) + " disagree on selectors";
    }
    return null;
  }

  /**
   * All is as it should be in the end: one IKE SA, one Child SA for each child, nothing left over.
   */
  String wrong() {
    for (SimulatedGateway gateway : List.of(red, blue)) {
      var view = gateway.view();
      if (view.ikeSas().size() != 1) {
        return view.ikeSas().size() + " IKE SAs";
      }
      int children = view.ikeSas().getFirst().children().size();
      if (children != 1) {
        return children + " Child SAs";
      }
      int in = gateway.dataPlane().inbound().size();
      int out = gateway.dataPlane().outbound().size();
      if (in != 1 || out != 1) {
        return in + " inbound and " + out + " outbound SAs are installed";
      }
      if (gateway.checkpoints().size() != 1) {
        return gateway.checkpoints().size() + " checkpoints";
      }
    }
    if (red.view().ikeSas().getFirst().initiatorSpi()
        != blue.view().ikeSas().getFirst().initiatorSpi()) {
      return "the two ends have different IKE SAs";
    }
    String problem = problem(red, blue);
    return problem == null ? problem(blue, red) : problem;
  }

  /** Runs on a good network until all is right; fails with the trace if it never is. */
  void expectSettled(double seconds) {
    network.conditions(SimulatedNetwork.Conditions.GOOD);
    if (!runUntil(seconds, () -> red.running() && blue.running() && wrong() == null)) {
      throw new AssertionError("not settled: " + wrong() + "\n" + trace);
    }
  }

  void expectTraffic(double seconds) {
    if (!runUntil(seconds, this::traffic)) {
      throw new AssertionError(
          "no traffic: " + problem(red, blue) + ", " + problem(blue, red) + "\n" + trace);
    }
  }

  static Connection redConnection() {
    return connection(RED, "red.example", BLUE, "blue.example", RED_NET, BLUE_NET);
  }

  static Connection blueConnection() {
    return connection(BLUE, "blue.example", RED, "red.example", BLUE_NET, RED_NET);
  }

  private static Connection connection(
      InetAddress local,
      String localId,
      InetAddress remote,
      String remoteId,
      TrafficSelector localNet,
      TrafficSelector remoteNet) {
    Child child =
        new Child(
            "net",
            1000,
            List.of(localNet),
            List.of(remoteNet),
            List.of("aes256gcm16-esn", "aes128gcm16-noesn"),
            0,
            0,
            0,
            1024,
            StartAction.NONE,
            LossAction.RESTART,
            LossAction.RESTART);
    return new Connection(
        "tunnel",
        local,
        Identity.parse(localId),
        remote,
        Identity.parse(remoteId),
        new PreSharedKey("correct horse".getBytes(StandardCharsets.US_ASCII)),
        List.of("aes256gcm16-prfsha256-x25519", "aes128-sha256-prfsha256-ecp256"),
        0,
        30,
        false,
        List.of(child));
  }

  static InetAddress ip(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static TrafficSelector net(String first, String last) {
    return TrafficSelector.ofRange(ip(first), ip(last));
  }

  static long seconds(long count) {
    return TimeUnit.SECONDS.toNanos(count);
  }
}
