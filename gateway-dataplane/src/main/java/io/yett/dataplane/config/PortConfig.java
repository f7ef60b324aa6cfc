package io.yett.dataplane.config;

import java.util.List;

/**
 * One DPDK port.
 *
 * @param name unique in the file
 * @param device a PCI address, or a vdev with its arguments such as {@code
 *     net_af_packet0,iface=red0}
 * @param addresses own addresses of either family with their on-link subnet; may be empty
 * @param mtu octets of an IP packet, 576..9216
 */
public record PortConfig(String name, String device, List<InterfaceAddress> addresses, int mtu) {

  /** Copies the list. */
  public PortConfig {
    addresses = List.copyOf(addresses);
  }
}
