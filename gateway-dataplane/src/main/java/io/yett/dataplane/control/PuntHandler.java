package io.yett.dataplane.control;

import org.agrona.DirectBuffer;

/**
 * Receives what the lanes hand up. Called on the control thread. The buffer is valid during the
 * call only.
 */
public interface PuntHandler {

  /**
   * A whole Ethernet frame that is for this gateway itself (ARP, ICMP, IKE datagrams, NAT
   * keepalives), or whose sender must be answered.
   *
   * @param port index of the port in the configuration
   * @param reason a constant of {@link PuntReason}
   */
  void onFrame(int port, PuntReason reason, DirectBuffer frame, int offset, int length);

  /**
   * A packet with DF set is too big for its next link (RFC 1191, RFC 4301 §8.2.1): its sender is to
   * be told.
   *
   * @param mtu the largest packet, in octets, that the sender may send here: what the link takes,
   *     less what ESP adds
   * @param frame the whole Ethernet frame
   */
  void onTooBig(int port, int mtu, DirectBuffer frame, int offset, int length);

  /**
   * A packet met a PROTECT policy without an outbound SA (RFC 4301 §4.4.1; rate-limited by the
   * lane).
   */
  void onAcquire(int reqId, DirectBuffer packet, int offset, int length);

  /** An SA reached a soft ({@code hard == false}) or hard limit. */
  void onExpire(boolean inbound, int spi, int reqId, boolean hard);

  /**
   * A packet needs the link address of a next hop on a port; the address is IPv4, in host order.
   */
  void onUnresolved(int port, int nextHop);

  /** The same for an IPv6 address, whose halves are in host order. */
  default void onUnresolved(int port, long high, long low) {}

  /**
   * An authenticated packet came from another outer address or port than the SA has (RFC 3948 §3,
   * RFC 7296 §2.23). Addresses are IPv4, in host order.
   */
  void onPeerMoved(int spi, int reqId, int remoteAddress, int remotePort);

  /** The same for an IPv6 address, whose halves are in host order. */
  default void onPeerMoved(int spi, int reqId, long high, long low, int remotePort) {}
}
