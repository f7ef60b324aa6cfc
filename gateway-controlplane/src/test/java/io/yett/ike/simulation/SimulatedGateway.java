package io.yett.ike.simulation;

import io.yett.ike.certificate.TestPki;
import io.yett.ike.engine.CheckpointStore;
import io.yett.ike.engine.ConnectionView;
import io.yett.ike.engine.DatagramDrop;
import io.yett.ike.engine.EngineEvents;
import io.yett.ike.engine.EngineSettings;
import io.yett.ike.engine.Failure;
import io.yett.ike.engine.IkeEngine;
import io.yett.ike.engine.IkeTransport;
import io.yett.ike.engine.SlowWork;
import io.yett.ike.message.IkeMessage;
import io.yett.ike.pad.Connection;
import io.yett.ike.sa.ChildSaState;
import io.yett.ike.sa.IkeSaState;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** One engine with its data plane and checkpoints, on the simulated network. */
final class SimulatedGateway implements IkeTransport, CheckpointStore, EngineEvents, SlowWork {
  /** So long a signature takes. */
  private static final long WORK_NANOS = 3_000_000;

  private final String name;
  private final InetAddress address;
  private final SimulatedNetwork network;
  private final Supplier<List<Connection>> connections;
  private final EngineSettings settings;
  private final Trace trace;
  private final SimulatedDataPlane dataPlane;
  private final Map<Long, byte[]> checkpoints = new LinkedHashMap<>();
  private final List<Failure> failures = new ArrayList<>();
  private final Map<DatagramDrop, Integer> drops = new EnumMap<>(DatagramDrop.class);
  private final Map<String, Integer> rekeys = new LinkedHashMap<>();
  private final List<IkeMessage> sent = new ArrayList<>();
  private IkeEngine engine;
  private long seed;
  private int retransmissions;
  private boolean lostPeer;

  SimulatedGateway(
      String name,
      InetAddress address,
      SimulatedNetwork network,
      Supplier<List<Connection>> connections,
      EngineSettings settings,
      Trace trace,
      long seed) {
    this.name = name;
    this.address = address;
    this.network = network;
    this.connections = connections;
    this.settings = settings;
    this.trace = trace;
    this.seed = seed;
    this.dataPlane = new SimulatedDataPlane(network, text -> trace.line(name + "     " + text));
  }

  IkeEngine engine() {
    return engine;
  }

  SimulatedDataPlane dataPlane() {
    return dataPlane;
  }

  /** Every message in the order it first went out. */
  List<IkeMessage> sent() {
    return sent;
  }

  List<Failure> failures() {
    return failures;
  }

  Map<Long, byte[]> checkpoints() {
    return checkpoints;
  }

  int drops(DatagramDrop reason) {
    return drops.getOrDefault(reason, 0);
  }

  /** Rekeys that ended well: of a child's name, or of the IKE SA ({@code "ike"}). */
  int rekeys(String what) {
    return rekeys.getOrDefault(what, 0);
  }

  int retransmissions() {
    return retransmissions;
  }

  /** Only what fails from now on counts. */
  void forgetFailures() {
    lostPeer = false;
    failures.clear();
  }

  boolean lostPeer() {
    return lostPeer;
  }

  ConnectionView view() {
    return engine.connections(network.now()).getFirst();
  }

  /** A process without a past starts. */
  void boot() {
    checkpoints.clear();
    dataPlane.restart();
    restart();
  }

  /** The process starts, and takes back what the last one left. */
  void restart() {
    network.attach(new InetSocketAddress(address, 500), this::receive);
    network.attach(new InetSocketAddress(address, 4500), this::receive);
    engine =
        new IkeEngine(settings, this, dataPlane, this, this, new SeededSecureRandom(seed++), this);
    IkeEngine started = engine;
    dataPlane.results(
        (token, error, text) -> started.onCommandResult(token, error, text, network.now()));
    connections.get().forEach(engine::addConnection);
    for (byte[] checkpoint : List.copyOf(checkpoints.values())) {
      String problem = engine.restore(checkpoint.clone(), network.now());
      if (problem != null) {
        throw new AssertionError(name + " cannot take its checkpoint back: " + problem);
      }
    }
    engine.start(dataPlane.installed(), network.now());
    trace.line(name + " starts with " + checkpoints.size() + " checkpoints");
  }

  /** The process is killed; the data plane goes on. */
  void kill() {
    network.detach(new InetSocketAddress(address, 500));
    network.detach(new InetSocketAddress(address, 4500));
    dataPlane.abandon();
    engine = null;
    trace.line(name + " is killed");
  }

  boolean running() {
    return engine != null;
  }

  private void receive(InetSocketAddress local, InetSocketAddress remote, byte[] octets) {
    engine.onDatagram(local, remote, octets, network.now());
  }

  @Override
  public void send(InetSocketAddress local, InetSocketAddress remote, byte[] datagram) {
    network.send(local, remote, datagram);
  }

  @Override
  public boolean run(long token, Runnable task) {
    IkeEngine asked = engine;
    network.after(
        WORK_NANOS,
        () -> {
          if (engine == asked) {
            task.run();
            engine.onWorkDone(token, network.now());
          }
        });
    return true;
  }

  @Override
  public Instant wallTime() {
    return TestPki.NOW;
  }

  @Override
  public void put(long ikeSaId, byte[] checkpoint) {
    checkpoints.put(ikeSaId, checkpoint.clone());
  }

  @Override
  public void remove(long ikeSaId) {
    checkpoints.remove(ikeSaId);
  }

  @Override
  public void sending(String connection, IkeMessage message) {
    sent.add(message);
    trace.line(name + " --> " + Notation.of(message));
  }

  @Override
  public void ikeSaState(String connection, long ikeSaId, IkeSaState state) {
    trace.line(name + "     IKE SA " + Long.toHexString(ikeSaId >>> 48) + " " + state);
  }

  @Override
  public void childSaState(
      String connection, String child, int inboundSpi, int outboundSpi, ChildSaState state) {
    trace.line(
        String.format(
            "%s     Child SA %s %08x/%08x %s", name, child, inboundSpi, outboundSpi, state));
  }

  @Override
  public void failed(String connection, String childOrNull, Failure failure) {
    failures.add(failure);
    lostPeer |= failure.reason() == io.yett.ike.engine.FailureReason.NO_ANSWER;
    trace.line(name + "     failed: " + failure.reason() + " " + failure.text());
  }

  @Override
  public void rekeyed(String connection, String childOrNull) {
    rekeys.merge(childOrNull == null ? "ike" : childOrNull, 1, Integer::sum);
  }

  @Override
  public void retransmitted(String connection, int attempt) {
    retransmissions++;
    trace.line(name + "     sends again, try " + attempt);
  }

  @Override
  public void dropped(DatagramDrop reason) {
    drops.merge(reason, 1, Integer::sum);
    trace.line(name + "     drops: " + reason);
  }

  @Override
  public void note(String connection, String text) {
    trace.line(name + "     " + text);
  }

  @Override
  public void internalError(RuntimeException fault) {
    throw new AssertionError("internal error in " + name, fault);
  }
}
