package io.yett.dataplane;

import io.yett.dataplane.control.PuntHandler;
import io.yett.dataplane.control.PuntReason;
import org.agrona.DirectBuffer;

/** Takes punts in the moments before the slow path runs; senders will try again. */
enum DiscardPunts implements PuntHandler {
  INSTANCE;

  @Override
  public void onFrame(int port, PuntReason reason, DirectBuffer frame, int offset, int length) {}

  @Override
  public void onTooBig(int port, int mtu, DirectBuffer frame, int offset, int length) {}

  @Override
  public void onAcquire(int reqId, DirectBuffer packet, int offset, int length) {}

  @Override
  public void onExpire(boolean inbound, int spi, int reqId, boolean hard) {}

  @Override
  public void onUnresolved(int port, int nextHop) {}

  @Override
  public void onPeerMoved(int spi, int reqId, int remoteAddress, int remotePort) {}
}
