package io.yett.perf.lane;

import io.yett.dataplane.control.PuntHandler;
import io.yett.dataplane.control.PuntReason;
import org.agrona.DirectBuffer;

/**
 * The workload has nothing that concerns the control thread; what comes nevertheless is ignored.
 */
final class NoPunts implements PuntHandler {
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
