package io.yett.ike.exchange;

import io.yett.ike.engine.CheckpointStore;
import io.yett.ike.engine.EngineEvents;
import io.yett.ike.engine.EngineSettings;
import io.yett.ike.engine.IkeTransport;
import io.yett.ike.engine.SlowWork;
import io.yett.ike.message.IkeEncoder;
import io.yett.ike.message.IkeMessage;
import io.yett.ike.pad.PeerAuthorizationDatabase;
import io.yett.ike.sa.Extension;
import io.yett.ike.sa.IkeSa;
import io.yett.ike.sa.IkeSaTable;
import io.yett.ike.sa.NetworkPath;
import io.yett.ike.sa.SpiAllocator;
import io.yett.ike.sa.Timers;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What the exchanges of one engine share. Owned by the engine's thread. */
public final class Services {
  private static final int IKE_PORT = 500;
  private static final int IPV4_UDP_OCTETS = 20 + 8;
  private static final int IPV6_UDP_OCTETS = 40 + 8;
  private static final int NON_ESP_MARKER_OCTETS = 4;

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
  private final Clients clients;
  private final Background background;
  private long now;

  /** Joins what the engine was given. */
  public Services(
      EngineSettings settings,
      IkeTransport transport,
      Commands commands,
      CheckpointStore checkpointStore,
      EngineEvents events,
      SecureRandom random,
      Supervisor supervisor,
      SlowWork slowWork) {
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
    this.clients = new Clients(this);
    this.background = new Background(slowWork);
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

  public Clients clients() {
    return clients;
  }

  public Background background() {
    return background;
  }

  public Lifecycle lifecycle() {
    return lifecycle;
  }

  CheckpointStore checkpointStore() {
    return checkpointStore;
  }

  /** Sends the datagrams of one message. */
  public void send(InetSocketAddress local, InetSocketAddress remote, List<byte[]> datagrams) {
    datagrams.forEach(datagram -> transport.send(local, remote, datagram));
  }

  /** Encodes a protected message; in fragments if it is long and the peer takes them. */
  List<byte[]> encode(IkeSa sa, IkeMessage message, NetworkPath path) {
    if (!sa.extensions().contains(Extension.FRAGMENTATION)) {
      return List.of(IkeEncoder.encodeProtected(message, sa.keys().cipher()));
    }
    boolean marked = path.local().getPort() != IKE_PORT;
    int maxOctets =
        path.remote().getAddress() instanceof Inet4Address
            ? settings.fragmentOctetsIpv4() - IPV4_UDP_OCTETS
            : settings.fragmentOctetsIpv6() - IPV6_UDP_OCTETS;
    return IkeEncoder.encodeProtected(
        message, sa.keys().cipher(), maxOctets - (marked ? NON_ESP_MARKER_OCTETS : 0));
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
