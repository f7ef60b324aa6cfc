package io.yett.dataplane.config;

import java.net.InetAddress;
import java.util.List;

/**
 * Inner addresses for clients (RFC 7296 §2.19).
 *
 * @param name unique; letters, digits, {@code . _ -}
 * @param dns servers that clients are told
 */
public record PoolConfig(String name, Subnet addresses, List<InetAddress> dns) {

  /** Copies the list. */
  public PoolConfig {
    dns = List.copyOf(dns);
  }

  /** The first address for clients: without the network's own, if it is more than two. */
  public InetAddress first() {
    return isNetwork() ? near(addresses.first(), 1) : addresses.first();
  }

  /** The last address for clients: without the broadcast address, if it is more than two. */
  public InetAddress last() {
    return isNetwork() ? near(addresses.last(), -1) : addresses.last();
  }

  private boolean isNetwork() {
    return addresses.first().getAddress().length == 4 && addresses.prefixLength() < 31;
  }

  private static InetAddress near(InetAddress address, int by) {
    byte[] octets = address.getAddress();
    octets[3] += (byte) by; // the last octet of a network's first is even, of its last odd
    return Values.address(octets);
  }
}
