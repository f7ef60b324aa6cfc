package io.yett.perf.jmh;

import io.yett.dataplane.sachannel.CommandError;
import io.yett.dataplane.sachannel.PolicySpec;
import io.yett.dataplane.sachannel.SaChannelServer;
import io.yett.dataplane.sachannel.SaCommandHandler;
import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dataplane.sachannel.SaSpec;
import java.net.InetAddress;
import org.agrona.DirectBuffer;

/** A data plane that accepts every command and does nothing. */
final class AnsweringServer implements SaCommandHandler {
  private final SaChannelServer server;

  AnsweringServer(SaChannelServer server) {
    this.server = server;
  }

  private void accept(long correlationId) {
    server.commandResult(correlationId, CommandError.NONE, "");
  }

  @Override
  public void onAdopt(long correlationId, long clientPid) {
    accept(correlationId);
  }

  @Override
  public void onInstallSa(long correlationId, SaSpec spec) {
    spec.wipe();
    accept(correlationId);
  }

  @Override
  public void onActivateOutbound(long correlationId, int reqId, int spi) {
    accept(correlationId);
  }

  @Override
  public void onRemoveSa(long correlationId, SaDirection direction, int spi) {
    accept(correlationId);
  }

  @Override
  public void onUpdatePeer(
      long correlationId, int reqId, InetAddress remoteAddress, int remotePort) {
    accept(correlationId);
  }

  @Override
  public void onAddPolicy(long correlationId, PolicySpec policy) {
    accept(correlationId);
  }

  @Override
  public void onRemovePolicy(long correlationId, String name) {
    accept(correlationId);
  }

  @Override
  public void onSendIke(
      long correlationId,
      InetAddress localAddress,
      int localPort,
      InetAddress remoteAddress,
      int remotePort,
      DirectBuffer message,
      int offset,
      int length) {
    accept(correlationId);
  }

  @Override
  public void onPutState(long correlationId, long id, DirectBuffer state, int offset, int length) {
    accept(correlationId);
  }

  @Override
  public void onRemoveState(long correlationId, long id) {
    accept(correlationId);
  }

  @Override
  public void onListSas(long correlationId) {
    accept(correlationId);
  }

  @Override
  public void onListPolicies(long correlationId) {
    accept(correlationId);
  }

  @Override
  public void onListStates(long correlationId) {
    accept(correlationId);
  }

  @Override
  public void onBegin(long correlationId) {
    accept(correlationId);
  }

  @Override
  public void onCommit(long correlationId) {
    accept(correlationId);
  }

  @Override
  public void onAbort(long correlationId) {
    accept(correlationId);
  }

  @Override
  public void onReadCounters(long correlationId) {
    accept(correlationId);
  }

  @Override
  public void onRefused(long correlationId, CommandError error, String text) {
    server.commandResult(correlationId, error, text);
  }

  @Override
  public void onDetached() {}
}
