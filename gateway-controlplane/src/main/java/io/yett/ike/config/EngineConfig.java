package io.yett.ike.config;

import io.yett.dataplane.config.ChildConfig;
import io.yett.dataplane.config.ConfigException;
import io.yett.dataplane.config.ConnectionConfig;
import io.yett.dataplane.config.ControlplaneConfig;
import io.yett.dataplane.config.GatewayConfig;
import io.yett.dataplane.config.PoolConfig;
import io.yett.dataplane.config.PpkConfig;
import io.yett.dataplane.config.Secret;
import io.yett.ike.crypto.ChildProposals;
import io.yett.ike.crypto.IkeProposals;
import io.yett.ike.engine.EngineSettings;
import io.yett.ike.pad.AddressPool;
import io.yett.ike.pad.Child;
import io.yett.ike.pad.Connection;
import io.yett.ike.pad.Identity;
import io.yett.ike.pad.IkeOptions;
import io.yett.ike.pad.LocalAuth;
import io.yett.ike.pad.LossAction;
import io.yett.ike.pad.PostQuantumKey;
import io.yett.ike.pad.PreSharedKey;
import io.yett.ike.pad.RemoteAuth;
import io.yett.ike.pad.StartAction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Turns the file's records into the engine's; each mistake is a {@link ConfigException}. */
public final class EngineConfig {
  private EngineConfig() {}

  /** The engine's settings. */
  public static EngineSettings settings(ControlplaneConfig config) {
    ControlplaneConfig.IkeConfig ike = config.ike();
    try {
      // The file counts retransmissions, the engine tries: one more.
      return EngineSettings.DEFAULT
          .withRetransmit(
              TimeUnit.NANOSECONDS.toMillis(ike.retransmitInitialNanos()),
              ike.retransmitFactor(),
              Math.min(ike.retransmitLimit() + 1, 20))
          .withHalfOpen(ike.cookieThreshold(), ike.halfOpenLimit(), ike.halfOpenPerSource())
          .withFragmentOctets(ike.fragmentOctetsIpv4(), ike.fragmentOctetsIpv6());
    } catch (IllegalArgumentException e) {
      throw new ConfigException("controlplane.ike." + e.getMessage(), e);
    }
  }

  /** All connections with their pre-shared keys read; the engine owns the keys. */
  public static List<Connection> connections(GatewayConfig config) {
    Map<String, AddressPool> pools = new HashMap<>();
    for (PoolConfig pool : config.controlplane().pools()) {
      pools.put(pool.name(), new AddressPool(pool.name(), pool.first(), pool.last(), pool.dns()));
    }
    List<Connection> connections = new ArrayList<>();
    for (ConnectionConfig connection : config.connections()) {
      try {
        connections.add(connection(connection, pools));
      } catch (IllegalArgumentException | ConfigException e) {
        connections.forEach(Connection::wipe);
        throw new ConfigException("connection " + connection.name() + ": " + e.getMessage(), e);
      }
    }
    return connections;
  }

  private static Connection connection(ConnectionConfig config, Map<String, AddressPool> pools) {
    LocalAuth localAuth = AuthCredentials.local(config.localAuth());
    RemoteAuth remoteAuth = AuthCredentials.remote(config.remoteAuth());
    Identity localId = identity("local.id", () -> AuthCredentials.localId(config, localAuth));
    Identity remoteId = identity("remote.id", () -> Identity.parse(config.remote().id()));
    boolean always = IkeProposals.parse(config.proposals()).alwaysPostQuantum();
    boolean ppk = config.ppk().filter(PpkConfig::required).isPresent();
    if (config.requirePostQuantum() && !always && !ppk) {
      throw new ConfigException(
          "require-post-quantum: a proposal may end without a post-quantum key exchange; give each"
              + " of them e.g. ke1_mlkem768 and no ke1_none, or a ppk that is required");
    }
    List<Child> children = config.children().stream().map(EngineConfig::child).toList();
    try (Secret psk = config.psk() == null ? null : config.psk().readPsk()) {
      return new Connection(
          config.name(),
          config.local().address(),
          localId,
          config.remote().address(),
          remoteId,
          psk == null ? null : new PreSharedKey(psk.octets()),
          config.proposals(),
          config.rekeySeconds(),
          config.dpdSeconds(),
          config.forceEncapsulation(),
          children,
          options(config, pools).withAuth(localAuth, remoteAuth));
    }
  }

  private static PostQuantumKey ppk(PpkConfig config) {
    try (Secret key = config.key().readPsk()) {
      return new PostQuantumKey(config.id(), new PreSharedKey(key.octets()), config.required());
    }
  }

  private static IkeOptions options(ConnectionConfig config, Map<String, AddressPool> pools) {
    return IkeOptions.DEFAULT
        .withFragmentation(config.fragmentation())
        .withPostQuantumRequired(config.requirePostQuantum())
        .withPools(config.pools().stream().map(pools::get).toList())
        .withAddressRequest(config.requestAddress())
        .withMobike(config.mobike(), config.additionalAddresses())
        .withChildless(config.childless())
        .withPpk(config.ppk().map(EngineConfig::ppk).orElse(null));
  }

  private static Identity identity(String key, Supplier<Identity> reader) {
    try {
      return reader.get();
    } catch (IllegalArgumentException e) {
      throw new ConfigException(key + ": " + e.getMessage(), e);
    }
  }

  private static Child child(ChildConfig config) {
    ChildProposals.parse(config.proposals());
    return new Child(
        config.name(),
        config.order(),
        config.localSelectors(),
        config.remoteSelectors(),
        config.proposals(),
        config.rekeySeconds(),
        config.rekeyPackets(),
        config.rekeyBytes(),
        config.replayWindow(),
        switch (config.start()) {
          case NONE -> StartAction.NONE;
          case TRAP -> StartAction.TRAP;
          case START -> StartAction.START;
        },
        switch (config.close()) {
          case NONE -> LossAction.NONE;
          case START -> LossAction.RESTART;
        },
        switch (config.dpd()) {
          case NONE -> LossAction.NONE;
          case RESTART -> LossAction.RESTART;
        },
        config.dfPolicy(),
        config.mssClamping(),
        config.mode());
  }
}
