package io.yett.perf.jmh;

import io.yett.dataplane.sachannel.CommandError;
import io.yett.dataplane.sachannel.CounterSample;
import io.yett.dataplane.sachannel.PacketTuple;
import io.yett.dataplane.sachannel.PolicySpec;
import io.yett.dataplane.sachannel.SaEventHandler;
import io.yett.dataplane.sachannel.SaStatus;
import java.net.InetAddress;
import org.agrona.DirectBuffer;

/** A control plane that keeps the last command's answer. */
final class Answers implements SaEventHandler {
  private long last;

  /** Correlation id of the last command that was accepted; 0 before the first. */
  long last() {
    return last;
  }

  @Override
  public void onAttached(long epoch, long dataplanePid, boolean restarted) {}

  @Override
  public void onDetached(String reason) {}

  @Override
  public void onCommandResult(long correlationId, CommandError error, String text) {
    if (error != CommandError.NONE) {
      throw new IllegalStateException(error + ": " + text);
    }
    last = correlationId;
  }

  @Override
  public void onSaStatus(long correlationId, SaStatus status) {}

  @Override
  public void onPolicy(long correlationId, PolicySpec policy, boolean configured) {}

  @Override
  public void onState(long correlationId, long id, DirectBuffer state, int offset, int length) {}

  @Override
  public void onCounter(long correlationId, CounterSample sample) {}

  @Override
  public void onListEnd(long correlationId, int count) {}

  @Override
  public void onIkeDatagram(
      InetAddress localAddress,
      int localPort,
      InetAddress remoteAddress,
      int remotePort,
      DirectBuffer message,
      int offset,
      int length,
      long receivedNanos) {}

  @Override
  public void onAcquire(int reqId, PacketTuple packet) {}

  @Override
  public void onExpire(boolean inbound, int spi, int reqId, boolean hard) {}

  @Override
  public void onPeerMoved(int spi, int reqId, InetAddress remoteAddress, int remotePort) {}
}
