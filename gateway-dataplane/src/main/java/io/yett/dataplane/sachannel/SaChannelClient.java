package io.yett.dataplane.sachannel;

import java.net.InetAddress;
import java.nio.file.Path;
import org.agrona.DirectBuffer;

/**
 * The control plane's end of the SA channel. Owned by the ike thread. {@link #poll} attaches by
 * itself as soon as there is a data plane, notices when it goes, and attaches to the next one.
 *
 * <p>Commands return a correlation id ({@code > 0}) or {@link #BACK_PRESSURED} or {@link
 * #NOT_ATTACHED}; the answer comes to {@link SaEventHandler#onCommandResult}.
 */
public final class SaChannelClient implements AutoCloseable {
  /** The command ring is full; try again after the next {@link #poll}. */
  public static final long BACK_PRESSURED = -1;

  /** There is no data plane. */
  public static final long NOT_ATTACHED = -2;

  /**
   * Makes a client; nothing is opened before the first {@link #poll}.
   *
   * @param file the channel's file, e.g. {@code /dev/shm/yett}
   */
  public SaChannelClient(Path file) {}

  /**
   * One turn of the duty cycle: attach if needed, heartbeat, liveness of the data plane, then up to
   * {@code limit} events.
   *
   * @return how much was done; 0 if idle
   */
  public int poll(SaEventHandler handler, int limit) {
    return 0;
  }

  public boolean attached() {
    return false;
  }

  /** In one line for people: attached to what, or what it waits for and the remedy. */
  public String status() {
    return "";
  }

  /** Installs an SA. The caller wipes {@code spec} when this returns. */
  public long installSa(SaSpec spec) {
    return 0;
  }

  public long activateOutbound(int reqId, int spi) {
    return 0;
  }

  public long removeSa(SaDirection direction, int spi) {
    return 0;
  }

  public long updatePeer(int reqId, InetAddress remoteAddress, int remotePort) {
    return 0;
  }

  public long addPolicy(PolicySpec policy) {
    return 0;
  }

  public long removePolicy(String name) {
    return 0;
  }

  /** Sends an IKE message; see {@link SaCommandHandler#onSendIke}. */
  public long sendIke(
      InetAddress localAddress,
      int localPort,
      InetAddress remoteAddress,
      int remotePort,
      DirectBuffer message,
      int offset,
      int length) {
    return 0;
  }

  /** Keeps an opaque checkpoint of at most 64 KiB in the data plane's memory. */
  public long putState(long id, byte[] state) {
    return 0;
  }

  public long removeState(long id) {
    return 0;
  }

  public long listSas() {
    return 0;
  }

  public long listPolicies() {
    return 0;
  }

  public long listStates() {
    return 0;
  }

  /** Opens a transaction: what follows is answered once, at {@link #commit}: all or nothing. */
  public long begin() {
    return 0;
  }

  public long commit() {
    return 0;
  }

  public long abort() {
    return 0;
  }

  public long readCounters() {
    return 0;
  }

  /** Detaches; the data plane keeps its SAs, policies and states. */
  @Override
  public void close() {}
}
