package io.yett.ike.install;

import io.yett.dataplane.sachannel.PacketTuple;
import java.net.InetAddress;

/** What the data plane reports to the IKE engine. Called on the ike thread. */
public interface DataplaneListener {

  /**
   * A data plane is there and its SAs, policies and states have been read.
   *
   * @param inventory what it holds; empty after its restart
   * @param restarted a data plane that we used before is gone, and with it all its SAs
   */
  void onReady(DataplaneInventory inventory, boolean restarted);

  /** The data plane is gone, or not there yet. */
  void onLost(String reason);

  /** An IKE message that arrived, without UDP header and non-ESP marker. */
  void onIkeDatagram(
      InetAddress localAddress,
      int localPort,
      InetAddress remoteAddress,
      int remotePort,
      byte[] message,
      long receivedNanos);

  /** A packet met a PROTECT policy without an outbound SA (RFC 4301 §4.4.1). */
  void onAcquire(int reqId, PacketTuple packet);

  /** An SA reached a soft ({@code hard == false}) or hard limit. */
  void onExpire(boolean inbound, int spi, int reqId, boolean hard);

  /** An authenticated packet came from another outer address or port (RFC 7296 §2.23). */
  void onPeerMoved(int spi, int reqId, InetAddress remoteAddress, int remotePort);
}
