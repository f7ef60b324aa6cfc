package io.yett.ike.exchange;

import io.yett.ike.engine.CheckpointStore;
import io.yett.ike.engine.EngineEvents;
import io.yett.ike.engine.EngineSettings;
import io.yett.ike.engine.IkeTransport;
import io.yett.ike.pad.PeerAuthorizationDatabase;
import io.yett.ike.sa.IkeSaTable;
import io.yett.ike.sa.SpiAllocator;
import io.yett.ike.sa.Timers;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;

/** What the exchanges of one engine share. Owned by the engine's thread. */
public final class Services {
  private final EngineSettings settings;
  private final IkeTransport transport;
  private final CheckpointStore checkpointStore;
  private final EngineEvents events;
  private final SecureRandom random;
  private final Commands commands;
  private final PeerAuthorizationDatabase pad = new PeerAuthorizationDatabase();
  private final Timers timers = new Timers();
  private final IkeSaTable ikeSas;
  private final SpiAllocator spis;
  private final Supervisor supervisor;
  private final Requests requests;
  private final ChildInstallation installation;
  private final Lifecycle lifecycle;
  private long now;

  /** Joins what the engine was given. */
  public Services(
      EngineSettings settings,
      IkeTransport transport,
      Commands commands,
      CheckpointStore checkpointStore,
      EngineEvents events,
      SecureRandom random,
      Supervisor supervisor) {
    this.settings = settings;
    this.transport = transport;
    this.commands = commands;
    this.checkpointStore = checkpointStore;
    this.events = events;
    this.random = random;
    this.supervisor = supervisor;
    this.ikeSas = new IkeSaTable(random);
    this.spis = new SpiAllocator(random);
    this.requests = new Requests(this);
    this.installation = new ChildInstallation(this);
    this.lifecycle = new Lifecycle(this);
  }

  /** The time of the input that is being processed, on the engine's clock. */
  public long now() {
    return now;
  }

  /** A new input. */
  public void now(long newNow) {
    now = newNow;
  }

  public EngineSettings settings() {
    return settings;
  }

  public IkeTransport transport() {
    return transport;
  }

  public Commands commands() {
    return commands;
  }

  public EngineEvents events() {
    return events;
  }

  public SecureRandom random() {
    return random;
  }

  public PeerAuthorizationDatabase pad() {
    return pad;
  }

  public Timers timers() {
    return timers;
  }

  public IkeSaTable ikeSas() {
    return ikeSas;
  }

  public SpiAllocator spis() {
    return spis;
  }

  public Supervisor supervisor() {
    return supervisor;
  }

  public Requests requests() {
    return requests;
  }

  public ChildInstallation installation() {
    return installation;
  }

  public Lifecycle lifecycle() {
    return lifecycle;
  }

  CheckpointStore checkpointStore() {
    return checkpointStore;
  }

  /** Sets a timer that runs after that many milliseconds. */
  public Timers.Timer after(long millis, Runnable action) {
    return timers.at(now + TimeUnit.MILLISECONDS.toNanos(millis), action);
  }

  /** A random number of milliseconds between two bounds, the upper one included. */
  public long jitter(long minMillis, long maxMillis) {
    return minMillis + random.nextLong(maxMillis - minMillis + 1);
  }

  /** A new nonce: 32 octets, at least half of the longest PRF key (RFC 7296 §2.10). */
  byte[] nonce() {
    byte[] nonce = new byte[32];
    random.nextBytes(nonce);
    return nonce;
  }
}
