package io.yett.dataplane.punt;

import java.net.InetAddress;
import org.agrona.DirectBuffer;

/** Takes IKE messages that came in. Called on the control thread. */
@FunctionalInterface
public interface IkeSink {
  /**
   * One IKE message, without UDP header and without non-ESP marker. The buffer is valid during the
   * call only.
   *
   * @param receivedNanos {@link System#nanoTime} at which the control thread had it
   * @return false if it was dropped
   */
  boolean ikeDatagram(
      InetAddress localAddress,
      int localPort,
      InetAddress remoteAddress,
      int remotePort,
      DirectBuffer message,
      int offset,
      int length,
      long receivedNanos);
}
