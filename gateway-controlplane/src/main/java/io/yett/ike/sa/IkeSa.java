package io.yett.ike.sa;

import io.yett.ike.crypto.IkeKeys;
import io.yett.ike.crypto.IkeSuite;
import io.yett.ike.message.ExchangeType;
import io.yett.ike.message.IkeHeader;
import io.yett.ike.pad.Connection;
import io.yett.ike.pad.Identity;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * One IKE SA (RFC 7296 §2): its SPIs, keys, message windows, path and Child SAs. It decides
 * nothing. Owned by the engine's thread.
 */
public final class IkeSa {
  private final boolean initiator;
  private final long localSpi;
  private final long createdAt;
  private final RequestWindow requests = new RequestWindow();
  private final ResponseWindow responses = new ResponseWindow();
  private final Deque<InitiatedExchange> queue = new ArrayDeque<>();
  private final List<ChildSa> children = new ArrayList<>();
  private final Set<Extension> extensions = EnumSet.noneOf(Extension.class);
  private final Reassembly requestFragments = new Reassembly();
  private final Reassembly responseFragments = new Reassembly();

  private long remoteSpi;
  private Connection connection;
  private Identity remoteId;
  private IkeSaState state = IkeSaState.CONNECTING;
  private NetworkPath path;
  private IkeKeys keys;
  private IkeKeys previousKeys;
  private boolean postQuantumBefore;
  private boolean postQuantumKeyUsed;
  private List<InetAddress> innerAddresses = List.of();
  private List<InetAddress> peerAddresses = List.of();
  private InitiatedExchange current;
  private IkeSa successor;
  private IkeSa rivalSuccessor;
  private IkeSa undecided;
  private byte[] lowestNonce = {};
  private long establishedAt;
  private long lastInboundAt;
  private long rekeyAt = Long.MAX_VALUE;
  private Timers.Timer rekeyTimer;
  private Timers.Timer livenessTimer;
  private Timers.Timer guardTimer;
  private IkeSaTable.InitKey initKey;
  private PendingAuthentication authentication;
  private PendingCreation pendingCreation;

  /**
   * Makes an IKE SA without keys.
   *
   * @param initiator whether we are its original initiator (the I flag of our messages)
   * @param remoteSpi 0 while unknown
   */
  public IkeSa(boolean initiator, long localSpi, long remoteSpi, NetworkPath path, long createdAt) {
    this.initiator = initiator;
    this.localSpi = localSpi;
    this.remoteSpi = remoteSpi;
    this.path = path;
    this.createdAt = createdAt;
    this.lastInboundAt = createdAt;
  }

  public boolean initiator() {
    return initiator;
  }

  public long localSpi() {
    return localSpi;
  }

  public long remoteSpi() {
    return remoteSpi;
  }

  public void remoteSpi(long spi) {
    remoteSpi = spi;
  }

  public long initiatorSpi() {
    return initiator ? localSpi : remoteSpi;
  }

  public long responderSpi() {
    return initiator ? remoteSpi : localSpi;
  }

  /** The header of a message of ours. */
  public IkeHeader header(ExchangeType type, boolean response, int messageId) {
    return new IkeHeader(initiatorSpi(), responderSpi(), type, initiator, response, messageId);
  }

  /** What both ends support; modified while the IKE SA begins. */
  public Set<Extension> extensions() {
    return extensions;
  }

  /** Fragments of a message from the peer. */
  public Reassembly fragments(boolean ofResponse) {
    return ofResponse ? responseFragments : requestFragments;
  }

  /** Inner addresses that one end gave the other (RFC 7296 §2.19); empty if none. */
  public List<InetAddress> innerAddresses() {
    return innerAddresses;
  }

  public void innerAddresses(List<InetAddress> addresses) {
    innerAddresses = List.copyOf(addresses);
  }

  /** Further outer addresses of the peer (RFC 4555 §3.4). */
  public List<InetAddress> peerAddresses() {
    return peerAddresses;
  }

  public void peerAddresses(List<InetAddress> addresses) {
    peerAddresses = List.copyOf(addresses);
  }

  public long createdAt() {
    return createdAt;
  }

  public RequestWindow requests() {
    return requests;
  }

  public ResponseWindow responses() {
    return responses;
  }

  /** Exchanges of ours that wait for the request window. */
  public Deque<InitiatedExchange> queue() {
    return queue;
  }

  /** Our exchange that is under way; null if none. */
  public InitiatedExchange current() {
    return current;
  }

  public void current(InitiatedExchange exchange) {
    current = exchange;
  }

  /** In the order they were made. */
  public List<ChildSa> children() {
    return children;
  }

  /** Null at a responder until IKE_AUTH says who the peer is. */
  public Connection connection() {
    return connection;
  }

  public void connection(Connection newConnection) {
    connection = newConnection;
  }

  /** The connection's name, or the empty string. */
  public String connectionName() {
    return connection == null ? "" : connection.name();
  }

  /** The authenticated identity of the peer; null before. */
  public Identity remoteId() {
    return remoteId;
  }

  public void remoteId(Identity id) {
    remoteId = id;
  }

  public IkeSaState state() {
    return state;
  }

  public void state(IkeSaState newState) {
    state = newState;
  }

  /** Whether the peer is authenticated and the SA not on its way out. */
  public boolean usable() {
    return state == IkeSaState.ESTABLISHED || state == IkeSaState.REKEYING;
  }

  /** Whether the peer was authenticated and the SA is not closed. */
  public boolean authenticated() {
    return remoteId != null
        && (usable() || state == IkeSaState.REKEYED || state == IkeSaState.DELETING);
  }

  public NetworkPath path() {
    return path;
  }

  public void path(NetworkPath newPath) {
    path = newPath;
  }

  /** Null until chosen. */
  public IkeSuite suite() {
    return keys == null ? null : keys.suite();
  }

  /**
   * Whether a post-quantum key exchange or preshared key protects it: one of its own, or one of an
   * IKE SA that it replaced in a rekey, whose secret its keys hold too.
   */
  public boolean postQuantum() {
    return postQuantumBefore || postQuantumKeyUsed || (keys != null && keys.suite().postQuantum());
  }

  /** Whether a post-quantum preshared key is in its keys (RFC 8784). */
  public boolean postQuantumKeyUsed() {
    return postQuantumKeyUsed;
  }

  public void postQuantumKeyUsed(boolean used) {
    postQuantumKeyUsed = used;
  }

  /** It replaces an IKE SA that was protected so. */
  public void postQuantumBefore(boolean before) {
    postQuantumBefore = before;
  }

  /** Null until agreed, and after the SA has ended. */
  public IkeKeys keys() {
    return keys;
  }

  public void keys(IkeKeys newKeys) {
    keys = newKeys;
  }

  /**
   * Sets the keys after an additional key exchange that the peer began. The old ones still open the
   * peer's request if it comes again, until the next change.
   */
  public void replaceKeys(IkeKeys newKeys) {
    forgetPreviousKeys();
    previousKeys = keys;
    keys = newKeys;
  }

  /** Null unless {@link #replaceKeys} was called and the peer has not used the new keys yet. */
  public IkeKeys previousKeys() {
    return previousKeys;
  }

  /** The peer uses the new keys. */
  public void forgetPreviousKeys() {
    if (previousKeys != null) {
      previousKeys.destroy();
      previousKeys = null;
    }
  }

  /** Zeroes the keys. */
  public void wipe() {
    if (authentication != null) {
      authentication.drop();
    }
    forgetPreviousKeys();
    requestFragments.clear();
    responseFragments.clear();
    if (keys != null) {
      keys.destroy();
      keys = null;
    }
  }

  /** The IKE SA that replaced it in a rekey; null if none did. */
  public IkeSa successor() {
    return successor;
  }

  public void successor(IkeSa newSuccessor) {
    successor = newSuccessor;
  }

  /** The IKE SA of the peer's rekey while our own is under way too (RFC 7296 §2.8.2), or null. */
  public IkeSa rivalSuccessor() {
    return rivalSuccessor;
  }

  public void rivalSuccessor(IkeSa rival) {
    rivalSuccessor = rival;
    if (rival != null) {
      rival.undecided = this;
    }
  }

  /**
   * The IKE SA whose place it may take, as its {@link #rivalSuccessor}; null if that is decided.
   */
  public IkeSa undecided() {
    return undecided != null && undecided.rivalSuccessor == this ? undecided : null;
  }

  /** The lower nonce of the rekey that made it; empty if no rekey did. */
  public byte[] lowestNonce() {
    return lowestNonce;
  }

  public void lowestNonce(byte[] nonce) {
    lowestNonce = nonce;
  }

  public long establishedAt() {
    return establishedAt;
  }

  public void establishedAt(long at) {
    establishedAt = at;
  }

  /** When an authenticated message of the peer, or ESP from it, last came in. */
  public long lastInboundAt() {
    return lastInboundAt;
  }

  public void lastInboundAt(long at) {
    lastInboundAt = at;
  }

  /** When it is to be rekeyed. */
  public long rekeyAt() {
    return rekeyAt;
  }

  /** Sets the rekey timer, or with null none. */
  public void rekeyTimer(Timers.Timer timer) {
    Timers.cancel(rekeyTimer);
    rekeyTimer = timer;
    rekeyAt = timer == null ? Long.MAX_VALUE : timer.deadline();
  }

  /** Sets the timer of dead peer detection, or with null none. */
  public void livenessTimer(Timers.Timer timer) {
    Timers.cancel(livenessTimer);
    livenessTimer = timer;
  }

  /** Sets a timer that ends a state which the peer should end, or with null none. */
  public void guardTimer(Timers.Timer timer) {
    Timers.cancel(guardTimer);
    guardTimer = timer;
  }

  /** Unsets all its timers. */
  public void cancelTimers() {
    rekeyTimer(null);
    livenessTimer(null);
    guardTimer(null);
    pendingCreation(null);
    requests.timer(null);
    requestFragments.clear();
    responseFragments.clear();
  }

  /** What a responder keeps from IKE_SA_INIT to IKE_AUTH; null before and after. */
  public PendingAuthentication authentication() {
    return authentication;
  }

  public void authentication(PendingAuthentication pending) {
    authentication = pending;
  }

  /** What the peer's CREATE_CHILD_SA is to make after additional key exchanges; null if nothing. */
  public PendingCreation pendingCreation() {
    return pendingCreation;
  }

  /** Sets it; drops the one before. */
  public void pendingCreation(PendingCreation pending) {
    PendingCreation old = pendingCreation;
    pendingCreation = pending;
    if (old != null) {
      old.drop();
    }
  }

  /** It is made now. */
  public void pendingCreationDone() {
    pendingCreation = null;
  }

  /** The request that began it, while it is half-open as responder. */
  public IkeSaTable.InitKey initKey() {
    return initKey;
  }

  public void initKey(IkeSaTable.InitKey key) {
    initKey = key;
  }

  /** The child with this SPI of ours; null if none. */
  public ChildSa childByInboundSpi(int spi) {
    return children.stream().filter(c -> c.inboundSpi() == spi).findFirst().orElse(null);
  }

  /** The child with this SPI of the peer's; null if none. */
  public ChildSa childByOutboundSpi(int spi) {
    return children.stream().filter(c -> c.outboundSpi() == spi).findFirst().orElse(null);
  }

  /** Shows SPIs, never keys. */
  @Override
  public String toString() {
    return String.format(
        "%s[%016x_i %016x_r %s]", connectionName(), initiatorSpi(), responderSpi(), state);
  }
}
