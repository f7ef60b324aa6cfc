package io.yett.dataplane;

import io.yett.dataplane.control.PuntHandler;
import io.yett.dataplane.control.PuntReason;
import io.yett.dataplane.port.Address6;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.agrona.DirectBuffer;

/** Writes down what the lane hands up, one line each. */
final class Recorder implements PuntHandler {
  final List<String> lines = new ArrayList<>();
  final List<byte[]> frames = new ArrayList<>();

  @Override
  public void onFrame(int port, PuntReason reason, DirectBuffer frame, int offset, int length) {
    lines.add("frame port=" + port + " " + reason);
    keep(frame, offset, length);
  }

  @Override
  public void onTooBig(int port, int mtu, DirectBuffer frame, int offset, int length) {
    lines.add("too big port=" + port + " mtu=" + mtu);
    keep(frame, offset, length);
  }

  @Override
  public void onAcquire(int reqId, DirectBuffer packet, int offset, int length) {
    lines.add("acquire reqId=" + reqId);
    keep(packet, offset, length);
  }

  @Override
  public void onExpire(boolean inbound, int spi, int reqId, boolean hard) {
    lines.add(
        "expire "
            + (inbound ? "in" : "out")
            + " spi="
            + HexFormat.of().toHexDigits(spi)
            + " reqId="
            + reqId
            + (hard ? " hard" : " soft"));
  }

  @Override
  public void onUnresolved(int port, int nextHop) {
    lines.add("unresolved port=" + port + " " + address(nextHop));
  }

  @Override
  public void onUnresolved(int port, long high, long low) {
    lines.add("unresolved port=" + port + " " + new Address6(high, low));
  }

  @Override
  public void onPeerMoved(int spi, int reqId, int remoteAddress, int remotePort) {
    lines.add("moved reqId=" + reqId + " " + address(remoteAddress) + ":" + remotePort);
  }

  @Override
  public void onPeerMoved(int spi, int reqId, long high, long low, int remotePort) {
    lines.add("moved reqId=" + reqId + " " + new Address6(high, low) + " port " + remotePort);
  }

  /** The last line, or an empty one. */
  String last() {
    return lines.isEmpty() ? "" : lines.getLast();
  }

  private void keep(DirectBuffer buffer, int offset, int length) {
    byte[] bytes = new byte[length];
    buffer.getBytes(offset, bytes);
    frames.add(bytes);
  }

  private static String address(int ip) {
    return (ip >>> 24) + "." + ((ip >>> 16) & 255) + "." + ((ip >>> 8) & 255) + "." + (ip & 255);
  }
}
