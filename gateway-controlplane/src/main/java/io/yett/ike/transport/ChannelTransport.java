package io.yett.ike.transport;

import io.yett.ike.engine.IkeTransport;
import io.yett.ike.install.SaInstaller;
import java.net.InetSocketAddress;

/**
 * Sends IKE datagrams through the SA channel, out of the data plane's ports. The data plane adds
 * the UDP header and, on port 4500, the non-ESP marker. Owned by the ike thread.
 */
public final class ChannelTransport implements IkeTransport {
  private final SaInstaller dataplane;

  public ChannelTransport(SaInstaller dataplane) {
    this.dataplane = dataplane;
  }

  @Override
  public void send(InetSocketAddress local, InetSocketAddress remote, byte[] datagram) {
    dataplane.sendIke(
        local.getAddress(), local.getPort(), remote.getAddress(), remote.getPort(), datagram);
  }
}
