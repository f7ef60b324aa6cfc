package io.yett.dataplane.sachannel;

/**
 * UDP encapsulation of ESP (RFC 3948). Ports are host order, 1..65535.
 *
 * @param keepaliveSeconds interval of NAT keepalives (RFC 3948 §2.3) when the SA is idle outbound;
 *     0 sends none, as when we are not behind a NAT
 */
public record UdpEncapsulation(int localPort, int remotePort, int keepaliveSeconds) {

  /** Rejects ports and intervals out of range. */
  public UdpEncapsulation {
    if (localPort < 1 || localPort > 65_535 || remotePort < 1 || remotePort > 65_535) {
      throw new IllegalArgumentException("UDP port out of range: " + localPort + "/" + remotePort);
    }
    if (keepaliveSeconds < 0) {
      throw new IllegalArgumentException("keepalive interval is negative: " + keepaliveSeconds);
    }
  }
}
