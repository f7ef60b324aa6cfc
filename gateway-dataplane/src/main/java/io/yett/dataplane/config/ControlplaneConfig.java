package io.yett.dataplane.config;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * What the control plane process needs beside the connections.
 *
 * @param metrics where Prometheus scrapes; absent serves none
 * @param pools of addresses for clients; a connection names those that it uses
 */
public record ControlplaneConfig(
    Optional<InetSocketAddress> metrics, IkeConfig ike, List<PoolConfig> pools) {

  /** Copies the list. */
  public ControlplaneConfig {
    pools = List.copyOf(pools);
  }

  /**
   * Limits and timers of IKEv2.
   *
   * @param retransmitInitialNanos wait before the first retransmission (RFC 7296 §2.4)
   * @param retransmitFactor each further wait is this much longer, 1..10
   * @param retransmitLimit retransmissions before the peer is given up, 1..20
   * @param cookieThreshold half-open IKE SAs from which on cookies are asked for (RFC 7296 §2.6)
   * @param halfOpenLimit half-open IKE SAs beyond which requests are dropped
   * @param halfOpenPerSource the same for one source, a /24 of IPv4 or a /56 of IPv6; those that
   *     came to nothing count as long as if they were half-open
   * @param fragmentOctetsIpv4 of the largest IP packet of a message in fragments (RFC 7383)
   * @param fragmentOctetsIpv6 the same over IPv6
   */
  public record IkeConfig(
      long retransmitInitialNanos,
      double retransmitFactor,
      int retransmitLimit,
      int cookieThreshold,
      int halfOpenLimit,
      int halfOpenPerSource,
      int fragmentOctetsIpv4,
      int fragmentOctetsIpv6) {}
}
