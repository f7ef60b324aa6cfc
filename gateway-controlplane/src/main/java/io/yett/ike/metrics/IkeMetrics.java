package io.yett.ike.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.yett.ike.engine.Census;
import io.yett.ike.engine.ConnectionView;
import io.yett.ike.engine.DatagramDrop;
import io.yett.ike.engine.EngineEvents;
import io.yett.ike.engine.Failure;
import io.yett.ike.engine.FailureReason;
import io.yett.ike.engine.IkeTransport;
import io.yett.ike.sa.ChildSaState;
import io.yett.ike.sa.IkeSaState;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Counts what the IKE engine does. Called on the ike thread; scrapes read from the metrics thread,
 * gauges from a snapshot that the ike thread makes. Labels have a fixed set of values, but for the
 * names of configured connections.
 */
public final class IkeMetrics implements EngineEvents {
  private final MeterRegistry registry;
  private final Map<DatagramDrop, Counter> drops = new EnumMap<>(DatagramDrop.class);
  private final Map<FailureReason, Counter> failures = new EnumMap<>(FailureReason.class);
  private final Set<String> established = new HashSet<>();
  private final Counter received;
  private final Counter sent;
  private final Counter rekeyedIkeSas;
  private final Counter rekeyedChildSas;
  private final Counter retransmissions;
  private final Counter deadPeers;
  private final Counter losses;
  private final Counter commandFailures;
  private final Counter internalErrors;
  private volatile Snapshot snapshot = Snapshot.EMPTY;

  /** Registers all meters, so that each is there from the first scrape on. */
  public IkeMetrics(MeterRegistry registry) {
    this.registry = registry;
    received = counter("datagrams.received", "IKE datagrams received");
    sent = counter("datagrams.sent", "IKE datagrams sent");
    retransmissions = counter("retransmissions", "IKE requests sent again");
    deadPeers = counter("dead.peers", "Established peers that stopped answering (RFC 7296 2.4)");
    losses = counter("dataplane.losses", "Times that the data plane went away");
    commandFailures = counter("dataplane.command.failures", "Commands that the data plane refused");
    internalErrors = counter("internal.errors", "Faults of this process that were contained");
    rekeyedIkeSas = rekeys("ike");
    rekeyedChildSas = rekeys("child");
    for (DatagramDrop drop : DatagramDrop.values()) {
      drops.put(
          drop,
          Counter.builder("yett.ike.datagrams.dropped")
              .description("IKE datagrams that changed nothing, by reason")
              .tag("reason", lower(drop))
              .register(registry));
    }
    for (FailureReason reason : FailureReason.values()) {
      failures.put(
          reason,
          Counter.builder("yett.ike.failures")
              .description("Failures of connections and children, by reason")
              .tag("reason", lower(reason))
              .register(registry));
    }
    gauges();
  }

  private void gauges() {
    for (IkeSaState state : IkeSaState.values()) {
      Gauge.builder("yett.ike.sas", this, m -> m.snapshot.census().ikeSas().getOrDefault(state, 0))
          .description("IKE SAs by state")
          .tag("state", lower(state))
          .register(registry);
    }
    for (ChildSaState state : ChildSaState.values()) {
      Gauge.builder(
              "yett.ike.child.sas",
              this,
              m -> m.snapshot.census().childSas().getOrDefault(state, 0))
          .description("Child SAs by state")
          .tag("state", lower(state))
          .register(registry);
    }
    for (ConnectionView.State state : ConnectionView.State.values()) {
      Gauge.builder(
              "yett.ike.connections",
              this,
              m -> m.snapshot.census().connections().getOrDefault(state, 0))
          .description("Configured connections by state")
          .tag("state", lower(state))
          .register(registry);
    }
    Gauge.builder("yett.ike.half.open", this, m -> m.snapshot.halfOpen())
        .description("IKE SAs whose peer is not authenticated yet")
        .register(registry);
    Gauge.builder("yett.ike.dataplane.connected", this, m -> m.snapshot.connected() ? 1 : 0)
        .description("1 while the data plane answers on the SA channel")
        .register(registry);
  }

  /** Takes how things stand, for the gauges. */
  public void snapshot(Census census, boolean connected) {
    snapshot = new Snapshot(census, connected);
  }

  /** Counts what a transport sends. */
  public IkeTransport counting(IkeTransport transport) {
    return (local, remote, datagram) -> {
      sent.increment();
      transport.send(local, remote, datagram);
    };
  }

  /** An IKE datagram came in. */
  public void datagramReceived() {
    received.increment();
  }

  /** The data plane went away. */
  public void dataPlaneLost() {
    losses.increment();
  }

  /** The data plane refused a command. */
  public void commandFailed() {
    commandFailures.increment();
  }

  /** A fault of this process was contained. */
  public void internalError() {
    internalErrors.increment();
  }

  @Override
  public void ikeSaState(String connection, long ikeSaId, IkeSaState state) {
    if (connection != null && state == IkeSaState.ESTABLISHED) {
      established.add(connection);
    }
  }

  @Override
  public void exchange(String connection, String type, boolean initiator, boolean ok) {
    Counter.builder("yett.ike.exchanges")
        .description("IKE exchanges that ended, by type, role and result")
        .tag("type", type)
        .tag("role", initiator ? "initiator" : "responder")
        .tag("result", ok ? "ok" : "failed")
        .register(registry)
        .increment();
  }

  @Override
  public void rekeyed(String connection, String childOrNull) {
    (childOrNull == null ? rekeyedIkeSas : rekeyedChildSas).increment();
  }

  @Override
  public void retransmitted(String connection, int attempt) {
    retransmissions.increment();
  }

  @Override
  public void failed(String connection, String childOrNull, Failure failure) {
    failures.get(failure.reason()).increment();
    if (childOrNull == null) {
      boolean wasUp = established.remove(connection);
      if (wasUp && failure.reason() == FailureReason.NO_ANSWER) {
        deadPeers.increment();
      }
    }
  }

  @Override
  public void dropped(DatagramDrop reason) {
    drops.get(reason).increment();
  }

  private Counter counter(String name, String description) {
    return Counter.builder("yett.ike." + name).description(description).register(registry);
  }

  private Counter rekeys(String sa) {
    return Counter.builder("yett.ike.rekeys")
        .description("Rekeys that ended well, by kind of SA")
        .tag("sa", sa)
        .register(registry);
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
