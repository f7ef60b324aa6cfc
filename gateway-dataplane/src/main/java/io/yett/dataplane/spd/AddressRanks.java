package io.yett.dataplane.spd;

import io.yett.dataplane.sachannel.PolicySpec;
import io.yett.dataplane.sachannel.TrafficSelector;
import io.yett.dpdk.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * IPv6 addresses as numbers of 32 bits that keep their order and every selector's edges: the edges
 * of all selectors divide the addresses into pieces, and an address is the number of its piece. So
 * an address is in a selector if its number is among those of the selector's pieces, and what
 * searches IPv4 policies searches IPv6 policies too, with the same answers.
 *
 * <p>Made by the control thread, immutable, read by any.
 */
final class AddressRanks {
  private static final int EDGE = 16;
  private static final int LOW = 8;

  /** Keeps the memory; accessed by address. */
  private final MemorySegment memory;

  private final long edges;
  private final int count;

  /** Where a piece begins: an address as an unsigned number of 128 bits. */
  private record Edge(long high, long low) implements Comparable<Edge> {
    static Edge of(InetAddress address) {
      ByteBuffer octets = ByteBuffer.wrap(address.getAddress());
      return new Edge(octets.getLong(0), octets.getLong(Long.BYTES));
    }

    boolean isLast() {
      return (high & low) == -1;
    }

    Edge next() {
      return new Edge(low == -1 ? high + 1 : high, low + 1);
    }

    @Override
    public int compareTo(Edge other) {
      int byHigh = Long.compareUnsigned(high, other.high);
      return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }
  }

  /** Numbers the addresses by the edges of IPv6 selectors. */
  AddressRanks(List<PolicySpec> policies) {
    TreeSet<Edge> all = new TreeSet<>();
    all.add(new Edge(0, 0));
    for (PolicySpec policy : policies) {
      addEdges(all, policy.localSelectors());
      addEdges(all, policy.remoteSelectors());
    }
    this.count = all.size();
    this.memory = Arena.ofAuto().allocate((long) EDGE * count, Memory.CACHE_LINE);
    this.edges = memory.address();
    long at = edges;
    for (Edge edge : all) {
      Memory.putLong(at, edge.high());
      Memory.putLong(at + LOW, edge.low());
      at += EDGE;
    }
  }

  private static void addEdges(Set<Edge> edges, List<TrafficSelector> selectors) {
    for (TrafficSelector selector : selectors) {
      edges.add(Edge.of(selector.startAddress()));
      Edge last = Edge.of(selector.endAddress());
      if (!last.isLast()) {
        edges.add(last.next());
      }
    }
  }

  /** The number of an address, whose halves are in host order. */
  int rank(long high, long low) {
    int from = 0; // the first piece begins at the first address, so some piece has it
    int to = count;
    while (to - from > 1) {
      int middle = (from + to) >>> 1;
      long edge = edges + (long) EDGE * middle;
      int order = Long.compareUnsigned(Memory.getLong(edge), high);
      if (order < 0 || (order == 0 && Long.compareUnsigned(Memory.getLong(edge + LOW), low) <= 0)) {
        from = middle;
      } else {
        to = middle;
      }
    }
    return from;
  }

  /** Policies over numbers in place of addresses: as if the numbers were of IPv4. */
  List<PolicySpec> translate(List<PolicySpec> policies) {
    return policies.stream()
        .map(p ->
            new PolicySpec(
                p.name(),
                p.order(),
                p.action(),
                p.reqId(),
                p.localSelectors().stream().map(this::translate).toList(),
                p.remoteSelectors().stream().map(this::translate).toList()))
        .toList();
  }

  private TrafficSelector translate(TrafficSelector selector) {
    Edge first = Edge.of(selector.startAddress());
    Edge last = Edge.of(selector.endAddress());
    // The last piece ends where the numbers do, so that "any address" is still seen to be that.
    int end = last.isLast() ? -1 : rank(last.high(), last.low());
    return new TrafficSelector(
        selector.protocol(),
        selector.startPort(),
        selector.endPort(),
        number(rank(first.high(), first.low())),
        number(end));
  }

  private static InetAddress number(int rank) {
    try {
      return InetAddress.getByAddress(ByteBuffer.allocate(Integer.BYTES).putInt(rank).array());
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four octets are an address", e);
    }
  }

  /** Octets of the edges. */
  long bytes() {
    return memory.byteSize();
  }
}
