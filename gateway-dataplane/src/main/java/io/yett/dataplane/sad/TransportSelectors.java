package io.yett.dataplane.sad;

import io.yett.dataplane.sachannel.SaSpec;
import io.yett.dataplane.sachannel.TrafficSelector;
import java.net.InetAddress;
import java.util.List;

/** Which selectors an SA in transport mode may have. */
final class TransportSelectors {
  private TransportSelectors() {}

  /** Whether all are for the addresses of the SA's ends (RFC 4301 §4.1, RFC 7296 §1.3.1). */
  static boolean areOfEnds(SaSpec spec) {
    return areOf(spec.localSelectors(), spec.tunnelLocal())
        && areOf(spec.remoteSelectors(), spec.tunnelRemote());
  }

  private static boolean areOf(List<TrafficSelector> selectors, InetAddress end) {
    return selectors.stream()
        .allMatch(s -> s.startAddress().equals(end) && s.endAddress().equals(end));
  }
}
