package io.yett.dataplane;

import io.yett.dataplane.control.PuntHandler;
import io.yett.dataplane.control.PuntReason;
import org.agrona.DirectBuffer;

/**
 * Takes punts where no slow path runs: in the moments before it starts, for senders will try again,
 * and where the packets have nothing for a control plane.
 */
public enum DiscardPunts implements PuntHandler {
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
