package io.yett.dataplane.sachannel;

import java.net.InetAddress;
import org.agrona.DirectBuffer;

/**
 * Receives the control plane's commands, one method per message. Called on the data plane's control
 * thread from {@link SaChannelServer#poll}. Every command is answered exactly once, at once or
 * later, by {@link SaChannelServer#commandResult} (lists and counters: by their entries and {@link
 * SaChannelServer#listEnd}) with its correlation id. Buffers are valid during the call only.
 *
 * <p>Between {@link #onBegin} and {@link #onCommit} the commands in between are not answered one by
 * one: the commit is answered once for all.
 */
public interface SaCommandHandler {

  /**
   * A control plane has attached; it is answered by {@link SaChannelServer#commandResult}. What an
   * earlier one left open (a transaction, a list) is to be dropped; SAs, policies and states stay.
   */
  void onAdopt(long correlationId, long clientPid);

  /** The handler owns {@code spec} and wipes it. */
  void onInstallSa(long correlationId, SaSpec spec);

  void onActivateOutbound(long correlationId, int reqId, int spi);

  void onRemoveSa(long correlationId, SaDirection direction, int spi);

  void onUpdatePeer(long correlationId, int reqId, InetAddress remoteAddress, int remotePort);

  void onAddPolicy(long correlationId, PolicySpec policy);

  void onRemovePolicy(long correlationId, String name);

  /**
   * An IKE message to send, without UDP header and without non-ESP marker (RFC 3948 §2.2); the data
   * plane adds the marker when {@code localPort} is not 500.
   */
  void onSendIke(
      long correlationId,
      InetAddress localAddress,
      int localPort,
      InetAddress remoteAddress,
      int remotePort,
      DirectBuffer message,
      int offset,
      int length);

  /** Keep an opaque checkpoint, replacing (and wiping) one of the same id. It may hold keys. */
  void onPutState(long correlationId, long id, DirectBuffer state, int offset, int length);

  void onRemoveState(long correlationId, long id);

  void onListSas(long correlationId);

  void onListPolicies(long correlationId);

  void onListStates(long correlationId);

  void onBegin(long correlationId);

  void onCommit(long correlationId);

  void onAbort(long correlationId);

  void onReadCounters(long correlationId);

  /**
   * A command that could not be read; it is to be answered with this error, and spoils an open
   * transaction.
   *
   * @param correlationId 0 if not even that could be read
   */
  void onRefused(long correlationId, CommandError error, String text);

  /** The control plane is gone: an open transaction is to be rolled back, lists are to end. */
  void onDetached();
}
