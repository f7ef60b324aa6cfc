package io.yett.ike.simulation;

import io.yett.dataplane.sachannel.CommandError;
import io.yett.dataplane.sachannel.PolicySpec;
import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dataplane.sachannel.SaSpec;
import io.yett.dataplane.sachannel.UdpEncapsulation;
import io.yett.ike.engine.ChildSaInstaller;
import io.yett.ike.engine.InstalledSa;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A data plane without packets: what is installed, with answers that come later, in order. */
final class SimulatedDataPlane implements ChildSaInstaller {
  /** Takes answers. */
  @FunctionalInterface
  interface Results {
    void result(long token, CommandError error, String text);
  }

  private final SimulatedNetwork network;
  private final Consumer<String> trace;
  private final Map<Integer, SaSpec> inbound = new LinkedHashMap<>();
  private final Map<Integer, SaSpec> outbound = new LinkedHashMap<>();
  private final Map<Integer, Integer> active = new HashMap<>();
  private final Map<String, PolicySpec> policies = new LinkedHashMap<>();
  private final Set<Integer> everInbound = new HashSet<>();
  private Results results;
  private long lastDone;
  private int generation;
  private int refuse;
  private int session;

  SimulatedDataPlane(SimulatedNetwork network, Consumer<String> trace) {
    this.network = network;
    this.trace = trace;
  }

  void results(Results newResults) {
    results = newResults;
    session++;
  }

  /** The engine's process is gone: nobody waits for answers; what is installed stays. */
  void abandon() {
    results = null;
    session++;
  }

  /** The data plane itself is restarted. */
  void restart() {
    generation++;
    inbound.clear();
    outbound.clear();
    active.clear();
    policies.clear();
  }

  /** The next so many installations are refused. */
  void refuse(int count) {
    refuse = count;
  }

  Map<Integer, SaSpec> inbound() {
    return inbound;
  }

  Map<Integer, SaSpec> outbound() {
    return outbound;
  }

  Map<String, PolicySpec> policies() {
    return policies;
  }

  /** The SPI in use for that reqId; null if none. */
  Integer active(int reqId) {
    return active.get(reqId);
  }

  List<InstalledSa> installed() {
    List<InstalledSa> all = new ArrayList<>();
    inbound
        .values()
        .forEach(sa -> all.add(new InstalledSa(SaDirection.INBOUND, sa.spi(), sa.reqId(), false)));
    outbound
        .values()
        .forEach(sa ->
            all.add(
                new InstalledSa(
                    SaDirection.OUTBOUND,
                    sa.spi(),
                    sa.reqId(),
                    Integer.valueOf(sa.spi()).equals(active.get(sa.reqId())))));
    return all;
  }

  @Override
  public void installInbound(long token, SaSpec spec) {
    SaSpec copy = copy(spec);
    run(
        token,
        () -> {
          if (refuse > 0) {
            refuse--;
            return CommandError.FULL;
          }
          if (!everInbound.add(copy.spi())) {
            throw new AssertionError("inbound SPI used twice: " + Integer.toHexString(copy.spi()));
          }
          return inbound.putIfAbsent(copy.spi(), copy) == null
              ? CommandError.NONE
              : CommandError.SPI_IN_USE;
        });
  }

  @Override
  public void installOutbound(long token, SaSpec spec) {
    SaSpec copy = copy(spec);
    run(
        token,
        () ->
            outbound.putIfAbsent(copy.spi(), copy) == null
                ? CommandError.NONE
                : CommandError.SPI_IN_USE);
  }

  @Override
  public void activateOutbound(long token, int reqId, int spi) {
    run(
        token,
        () -> {
          if (!outbound.containsKey(spi)) {
            return CommandError.NOT_FOUND;
          }
          active.put(reqId, spi);
          trace.accept("uses outbound " + Integer.toHexString(spi));
          return CommandError.NONE;
        });
  }

  @Override
  public void remove(long token, SaDirection direction, int spi) {
    run(
        token,
        () -> {
          if (direction == SaDirection.INBOUND) {
            return inbound.remove(spi) == null ? CommandError.NOT_FOUND : CommandError.NONE;
          }
          SaSpec removed = outbound.remove(spi);
          if (removed == null) {
            return CommandError.NOT_FOUND;
          }
          if (active.remove(removed.reqId(), spi)) {
            trace.accept("uses no outbound SA");
          }
          return CommandError.NONE;
        });
  }

  @Override
  public void putPolicy(long token, PolicySpec policy) {
    run(
        token,
        () -> {
          policies.put(policy.name(), policy);
          return CommandError.NONE;
        });
  }

  @Override
  public void removePolicy(long token, String name) {
    run(token, () -> policies.remove(name) == null ? CommandError.NOT_FOUND : CommandError.NONE);
  }

  @Override
  public void updatePeer(long token, int reqId, InetSocketAddress remote) {
    run(
        token,
        () -> {
          outbound.replaceAll((spi, sa) -> sa.reqId() == reqId ? moved(sa, remote) : sa);
          inbound.replaceAll((spi, sa) -> sa.reqId() == reqId ? moved(sa, remote) : sa);
          return CommandError.NONE;
        });
  }

  private interface Command {
    CommandError run();
  }

  /** Half is done 5 to 500 microseconds later, the answer comes as long after that. */
  private void run(long token, Command command) {
    int issuedIn = generation;
    int issuedBy = session;
    Results waiting = results;
    long micros = 5L + network.random().nextInt(500);
    long doneAt = Math.max(network.now() + TimeUnit.MICROSECONDS.toNanos(micros), lastDone);
    lastDone = doneAt;
    network.at(
        doneAt,
        () -> {
          if (issuedIn != generation) {
            return;
          }
          CommandError error = command.run();
          network.after(
              TimeUnit.MICROSECONDS.toNanos(10),
              () -> {
                if (issuedIn == generation && session == issuedBy && waiting != null) {
                  waiting.result(token, error, error == CommandError.NONE ? "" : error.name());
                }
              });
        });
  }

  private static SaSpec copy(SaSpec spec) {
    return with(spec, spec.tunnelRemote(), spec.udpEncapsulation());
  }

  private static SaSpec moved(SaSpec spec, InetSocketAddress remote) {
    UdpEncapsulation old = spec.udpEncapsulation();
    return with(
        spec,
        remote.getAddress(),
        old == null
            ? null
            : new UdpEncapsulation(old.localPort(), remote.getPort(), old.keepaliveSeconds()));
  }

  private static SaSpec with(SaSpec spec, InetAddress remote, UdpEncapsulation encapsulation) {
    return new SaSpec(
        spec.direction(),
        spec.spi(),
        spec.reqId(),
        spec.name(),
        spec.encryption(),
        spec.integrity(),
        spec.keyMaterial(),
        spec.tunnelLocal(),
        remote,
        encapsulation,
        spec.esn(),
        spec.replayWindow(),
        spec.lifetime(),
        spec.localSelectors(),
        spec.remoteSelectors(),
        spec.dfPolicy(),
        spec.mssClamping(),
        spec.encapsulation());
  }
}
