package io.yett.ike.sa;

import io.yett.dataplane.sachannel.IpsecMode;
import io.yett.dataplane.sachannel.TrafficSelector;
import io.yett.ike.crypto.ChildSuite;
import java.net.InetAddress;
import java.util.List;

/**
 * A Child SA: a pair of ESP SAs (RFC 7296 §1.3). It holds no keys: those go to the data plane and
 * are wiped. Owned by the engine's thread.
 */
public final class ChildSa {
  private final String name;
  private final int reqId;
  private final int inboundSpi;
  private final int outboundSpi;
  private final boolean initiator;
  private final ChildSuite suite;
  private final List<TrafficSelector> local;
  private final List<TrafficSelector> remote;
  private final boolean encapsulated;
  private IpsecMode mode = IpsecMode.TUNNEL;
  private InetAddress localAddress;
  private final long createdAt;

  private IkeSa owner;
  private ChildSaState state = ChildSaState.INSTALLING;
  private boolean outboundInstalled;
  private boolean lost;
  private ChildSa successor;
  private byte[] lowestNonce = {};
  private long rekeyAt = Long.MAX_VALUE;
  private Timers.Timer rekeyTimer;
  private Timers.Timer guardTimer;
  private IkeSa answeredOn;
  private int answeredId;

  /**
   * Makes a Child SA that is not installed yet.
   *
   * @param name of the configured child
   * @param initiator whether the exchange that made it was ours
   */
  public ChildSa(
      String name,
      int reqId,
      int inboundSpi,
      int outboundSpi,
      boolean initiator,
      ChildSuite suite,
      List<TrafficSelector> local,
      List<TrafficSelector> remote,
      boolean encapsulated,
      long createdAt) {
    this.name = name;
    this.reqId = reqId;
    this.inboundSpi = inboundSpi;
    this.outboundSpi = outboundSpi;
    this.initiator = initiator;
    this.suite = suite;
    this.local = List.copyOf(local);
    this.remote = List.copyOf(remote);
    this.encapsulated = encapsulated;
    this.createdAt = createdAt;
  }

  /** The IKE SA that it belongs to; another one after an IKE SA rekey. */
  public IkeSa owner() {
    return owner;
  }

  public void owner(IkeSa newOwner) {
    owner = newOwner;
  }

  public String name() {
    return name;
  }

  public int reqId() {
    return reqId;
  }

  /** Our SPI: in packets to us, in our Delete and REKEY_SA payloads. */
  public int inboundSpi() {
    return inboundSpi;
  }

  public int outboundSpi() {
    return outboundSpi;
  }

  public boolean initiator() {
    return initiator;
  }

  public ChildSuite suite() {
    return suite;
  }

  public List<TrafficSelector> local() {
    return local;
  }

  public List<TrafficSelector> remote() {
    return remote;
  }

  /** ESP in UDP (RFC 3948). */
  public boolean encapsulated() {
    return encapsulated;
  }

  /** Tunnel mode unless both ends want transport mode (RFC 7296 §1.3.1). */
  public IpsecMode mode() {
    return mode;
  }

  /** Before it is installed. */
  public void mode(IpsecMode agreed) {
    mode = agreed;
  }

  /** Our outer address when it was installed. */
  public InetAddress localAddress() {
    return localAddress;
  }

  public void localAddress(InetAddress address) {
    localAddress = address;
  }

  public long createdAt() {
    return createdAt;
  }

  public ChildSaState state() {
    return state;
  }

  public void state(ChildSaState newState) {
    state = newState;
  }

  /** Whether it serves or will serve traffic, and nothing has replaced it. */
  public boolean live() {
    return state == ChildSaState.INSTALLING
        || state == ChildSaState.INSTALLED
        || state == ChildSaState.REKEYING;
  }

  /** Whether the data plane has its outbound SA. */
  public boolean outboundInstalled() {
    return outboundInstalled;
  }

  public void outboundInstalled(boolean installed) {
    outboundInstalled = installed;
  }

  /** Whether the data plane has lost it, so that it only waits to be made anew. */
  public boolean lost() {
    return lost;
  }

  public void lost(boolean nowLost) {
    lost = nowLost;
  }

  /** The Child SA that replaces it in a rekey; null if none does. */
  public ChildSa successor() {
    return successor;
  }

  public void successor(ChildSa newSuccessor) {
    successor = newSuccessor;
  }

  /** The lower nonce of the rekey that made it (RFC 7296 §2.8.1); empty if no rekey did. */
  public byte[] lowestNonce() {
    return lowestNonce;
  }

  public void lowestNonce(byte[] nonce) {
    lowestNonce = nonce;
  }

  /** It was made by the peer's CREATE_CHILD_SA request that is in work now. */
  public void answering() {
    answeredOn = owner;
    answeredId = owner.responses().expected();
  }

  /**
   * Whether the peer is known to have it: our answer that made it could be lost, until the peer's
   * next request shows that it was not.
   */
  public boolean confirmed() {
    if (answeredOn == null || answeredOn != owner) {
      return true;
    }
    int since = owner.responses().expected() - answeredId;
    return since > 1 || (since == 1 && owner.responses().answering());
  }

  /** When it is to be rekeyed by time. */
  public long rekeyAt() {
    return rekeyAt;
  }

  /** Sets the rekey timer, or with null none. */
  public void rekeyTimer(Timers.Timer timer) {
    Timers.cancel(rekeyTimer);
    rekeyTimer = timer;
    rekeyAt = timer == null ? Long.MAX_VALUE : timer.deadline();
  }

  /** Sets a timer that ends a state which the peer should end, or with null none. */
  public void guardTimer(Timers.Timer timer) {
    Timers.cancel(guardTimer);
    guardTimer = timer;
  }

  /** Unsets its timers. */
  public void cancelTimers() {
    rekeyTimer(null);
    guardTimer(null);
  }

  @Override
  public String toString() {
    return name + " " + Integer.toHexString(inboundSpi) + "/" + Integer.toHexString(outboundSpi);
  }
}
