package io.yett.dataplane.config;

import java.net.InetAddress;

/**
 * An own address and the length of its on-link prefix, such as {@code 10.1.0.1/24}.
 *
 * @param prefixLength 0..32 (IPv4) or 0..128 (IPv6)
 */
public record InterfaceAddress(InetAddress address, int prefixLength) {

  /** The on-link subnet, host bits cleared. */
  public Subnet subnet() {
    return Subnet.containing(address, prefixLength);
  }

  @Override
  public String toString() {
    return address.getHostAddress() + "/" + prefixLength;
  }
}
