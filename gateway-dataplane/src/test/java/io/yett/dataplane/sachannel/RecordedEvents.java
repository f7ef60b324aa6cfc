package io.yett.dataplane.sachannel;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/** Writes down every event as text. */
class RecordedEvents implements SaEventHandler {
  final List<String> events = new ArrayList<>();

  @Override
  public void onAttached(long epoch, long dataplanePid, boolean restarted) {
    events.add("attached restarted=" + restarted);
  }

  @Override
  public void onDetached(String reason) {
    events.add("detached " + reason);
  }

  @Override
  public void onCommandResult(long correlationId, CommandError error, String text) {
    events.add("commandResult " + correlationId + " " + error + " " + text);
  }

  @Override
  public void onSaStatus(long correlationId, SaStatus status) {
    events.add(describe(correlationId, status));
  }

  static String describe(long correlationId, SaStatus status) {
    return "saStatus "
        + correlationId
        + " "
        + Samples.describe(status.spec())
        + " "
        + status.active()
        + " "
        + status.sequence()
        + " "
        + status.packets()
        + " "
        + status.bytes()
        + " "
        + status.ageSeconds()
        + " "
        + status.idleSeconds()
        + " "
        + status.replayDrops()
        + " "
        + status.authFailures();
  }

  @Override
  public void onPolicy(long correlationId, PolicySpec policy, boolean configured) {
    events.add("policy " + correlationId + " " + policy + " " + configured);
  }

  @Override
  public void onState(long correlationId, long id, DirectBuffer state, int offset, int length) {
    events.add(
        "state " + correlationId + " " + id + " " + RecordedCommands.hex(state, offset, length));
  }

  @Override
  public void onCounter(long correlationId, CounterSample sample) {
    events.add("counter " + correlationId + " " + sample);
  }

  @Override
  public void onListEnd(long correlationId, int count) {
    events.add("listEnd " + correlationId + " " + count);
  }

  @Override
  public void onIkeDatagram(
      InetAddress localAddress,
      int localPort,
      InetAddress remoteAddress,
      int remotePort,
      DirectBuffer message,
      int offset,
      int length,
      long receivedNanos) {
    events.add(
        "ikeDatagram "
            + localAddress
            + " "
            + localPort
            + " "
            + remoteAddress
            + " "
            + remotePort
            + " "
            + RecordedCommands.hex(message, offset, length)
            + " "
            + receivedNanos);
  }

  @Override
  public void onAcquire(int reqId, PacketTuple packet) {
    events.add("acquire " + reqId + " " + packet);
  }

  @Override
  public void onExpire(boolean inbound, int spi, int reqId, boolean hard) {
    events.add("expire " + inbound + " " + spi + " " + reqId + " " + hard);
  }

  @Override
  public void onPeerMoved(int spi, int reqId, InetAddress remoteAddress, int remotePort) {
    events.add("peerMoved " + spi + " " + reqId + " " + remoteAddress + " " + remotePort);
  }
}
