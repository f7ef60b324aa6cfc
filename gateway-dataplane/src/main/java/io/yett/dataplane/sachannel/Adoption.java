package io.yett.dataplane.sachannel;

import java.net.InetAddress;
import org.agrona.DirectBuffer;

/**
 * Receives events until the data plane has answered our adopt; only that answer counts. What comes
 * before it is dropped, as if it had come before we were there.
 */
final class Adoption implements SaEventHandler {
  private final SaChannelClient client;
  private final SaEventHandler handler;

  Adoption(SaChannelClient client, SaEventHandler handler) {
    this.client = client;
    this.handler = handler;
  }

  @Override
  public void onCommandResult(long correlationId, CommandError error, String text) {
    client.onAdopted(correlationId, handler);
  }

  @Override
  public void onAttached(long epoch, long dataplanePid, boolean restarted) {}

  @Override
  public void onDetached(String reason) {}

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
