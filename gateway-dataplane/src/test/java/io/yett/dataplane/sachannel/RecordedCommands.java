package io.yett.dataplane.sachannel;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.agrona.DirectBuffer;

/** Writes down every command as text; answers each with NONE if it was given a server. */
class RecordedCommands implements SaCommandHandler {
  final List<String> commands = new ArrayList<>();
  SaChannelServer answerTo;
  int detached;

  void record(long correlationId, String command) {
    commands.add(command);
    if (answerTo != null) {
      answerTo.commandResult(correlationId, CommandError.NONE, "");
    }
  }

  static String hex(DirectBuffer buffer, int offset, int length) {
    byte[] octets = new byte[length];
    buffer.getBytes(offset, octets);
    return HexFormat.of().formatHex(octets);
  }

  @Override
  public void onAdopt(long correlationId, long clientPid) {
    if (answerTo != null) {
      answerTo.commandResult(correlationId, CommandError.NONE, "");
    }
  }

  @Override
  public void onInstallSa(long correlationId, SaSpec spec) {
    record(correlationId, "installSa " + Samples.describe(spec));
    spec.wipe();
  }

  @Override
  public void onActivateOutbound(long correlationId, int reqId, int spi) {
    record(correlationId, "activateOutbound " + reqId + " " + spi);
  }

  @Override
  public void onRemoveSa(long correlationId, SaDirection direction, int spi) {
    record(correlationId, "removeSa " + direction + " " + spi);
  }

  @Override
  public void onUpdatePeer(
      long correlationId, int reqId, InetAddress remoteAddress, int remotePort) {
    record(correlationId, "updatePeer " + reqId + " " + remoteAddress + " " + remotePort);
  }

  @Override
  public void onAddPolicy(long correlationId, PolicySpec policy) {
    record(correlationId, "addPolicy " + policy);
  }

  @Override
  public void onRemovePolicy(long correlationId, String name) {
    record(correlationId, "removePolicy " + name);
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
    record(
        correlationId,
        "sendIke "
            + localAddress
            + " "
            + localPort
            + " "
            + remoteAddress
            + " "
            + remotePort
            + " "
            + hex(message, offset, length));
  }

  @Override
  public void onPutState(long correlationId, long id, DirectBuffer state, int offset, int length) {
    record(correlationId, "putState " + id + " " + hex(state, offset, length));
  }

  @Override
  public void onRemoveState(long correlationId, long id) {
    record(correlationId, "removeState " + id);
  }

  @Override
  public void onListSas(long correlationId) {
    record(correlationId, "listSas");
  }

  @Override
  public void onListPolicies(long correlationId) {
    record(correlationId, "listPolicies");
  }

  @Override
  public void onListStates(long correlationId) {
    record(correlationId, "listStates");
  }

  @Override
  public void onBegin(long correlationId) {
    record(correlationId, "begin");
  }

  @Override
  public void onCommit(long correlationId) {
    record(correlationId, "commit");
  }

  @Override
  public void onAbort(long correlationId) {
    record(correlationId, "abort");
  }

  @Override
  public void onReadCounters(long correlationId) {
    record(correlationId, "readCounters");
  }

  @Override
  public void onRefused(long correlationId, CommandError error, String text) {
    commands.add("refused " + error + " " + text);
    if (answerTo != null) {
      answerTo.commandResult(correlationId, error, text);
    }
  }

  @Override
  public void onDetached() {
    detached++;
  }
}
