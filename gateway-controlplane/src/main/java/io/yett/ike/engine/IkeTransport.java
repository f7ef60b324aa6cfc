package io.yett.ike.engine;

import java.net.InetSocketAddress;

/** Sends IKE datagrams. Called on the engine's thread; must not block. */
public interface IkeTransport {

  /**
   * Sends one IKE message. When {@code local} has the NAT-traversal port (4500), the transport puts
   * the four zero octets of the non-ESP marker before it (RFC 3948 §2.2); the engine never does.
   *
   * @param local our address and port (500 or 4500)
   * @param datagram an IKE message from its header on; never modified after this call
   */
  void send(InetSocketAddress local, InetSocketAddress remote, byte[] datagram);
}
