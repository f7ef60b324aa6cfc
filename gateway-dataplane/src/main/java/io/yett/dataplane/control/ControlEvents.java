package io.yett.dataplane.control;

import io.yett.dataplane.punt.IkeSink;
import io.yett.dataplane.sachannel.PacketTuple;
import io.yett.dataplane.sachannel.SaChannelServer;
import java.net.InetAddress;
import org.agrona.DirectBuffer;

/**
 * What the data plane tells the control plane. Called on the control thread; nothing waits, and
 * what finds no room is dropped and counted by the channel.
 */
public interface ControlEvents extends IkeSink {

  /** A packet met a PROTECT policy without an outbound SA (RFC 4301 §4.4.1). */
  void acquire(int reqId, PacketTuple packet);

  /** An SA reached a soft or hard limit. */
  void expire(boolean inbound, int spi, int reqId, boolean hard);

  /** An authenticated packet came from another outer address or port (RFC 7296 §2.23). */
  void peerMoved(int spi, int reqId, InetAddress remoteAddress, int remotePort);

  /** Events that go up the SA channel. */
  static ControlEvents over(SaChannelServer channel) {
    return new ControlEvents() {
      @Override
      public void acquire(int reqId, PacketTuple packet) {
        channel.acquire(reqId, packet);
      }

      @Override
      public void expire(boolean inbound, int spi, int reqId, boolean hard) {
        channel.expire(inbound, spi, reqId, hard);
      }

      @Override
      public void peerMoved(int spi, int reqId, InetAddress remoteAddress, int remotePort) {
        channel.peerMoved(spi, reqId, remoteAddress, remotePort);
      }

      @Override
      public boolean ikeDatagram(
          InetAddress localAddress,
          int localPort,
          InetAddress remoteAddress,
          int remotePort,
          DirectBuffer message,
          int offset,
          int length,
          long receivedNanos) {
        return channel.ikeDatagram(
            localAddress,
            localPort,
            remoteAddress,
            remotePort,
            message,
            offset,
            length,
            receivedNanos);
      }
    };
  }
}
