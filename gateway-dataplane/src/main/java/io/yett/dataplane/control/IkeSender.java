package io.yett.dataplane.control;

import java.net.InetAddress;
import org.agrona.DirectBuffer;

/** Sends the control plane's IKE messages out of a port. Control thread. */
@FunctionalInterface
public interface IkeSender {
  /**
   * Sends one IKE message as a UDP datagram, with the non-ESP marker (RFC 3948 §2.2) in front when
   * {@code localPort} is not 500.
   *
   * @return false if it could not be queued, or the addresses are not such that we can send
   */
  boolean send(
      InetAddress localAddress,
      int localPort,
      InetAddress remoteAddress,
      int remotePort,
      DirectBuffer message,
      int offset,
      int length);
}
