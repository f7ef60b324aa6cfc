package io.yett.dataplane.spd;

import io.yett.dataplane.sachannel.PolicySpec;
import java.util.List;

/**
 * The ordered SPD for IPv6: {@link AddressRanks} turns addresses into numbers, and the trees of
 * {@link Spd} search by these. Matches are read by the static methods of {@link Spd}. Immutable;
 * any thread.
 */
final class Spd6 {
  private final AddressRanks ranks;
  private final Spd byRank;

  /** Compiles policies that are ordered already and have IPv6 selectors alone. */
  Spd6(List<PolicySpec> ordered) {
    this.ranks = new AddressRanks(ordered);
    this.byRank = new Spd(ranks.translate(ordered));
  }

  /** As {@link Spd#find}. */
  long find(
      long sourceHigh,
      long sourceLow,
      long destinationHigh,
      long destinationLow,
      int protocol,
      int sourcePort,
      int destinationPort) {
    return byRank.find(
        ranks.rank(sourceHigh, sourceLow),
        ranks.rank(destinationHigh, destinationLow),
        protocol,
        sourcePort,
        destinationPort);
  }

  /** As {@link Spd#findOutbound}. */
  long findOutbound(
      long sourceHigh,
      long sourceLow,
      long destinationHigh,
      long destinationLow,
      int protocol,
      int sourcePort,
      int destinationPort) {
    return byRank.findOutbound(
        ranks.rank(sourceHigh, sourceLow),
        ranks.rank(destinationHigh, destinationLow),
        protocol,
        sourcePort,
        destinationPort);
  }

  /** Octets of the compiled policies, their trees and edges. */
  long bytes() {
    return byRank.bytes() + ranks.bytes();
  }
}
