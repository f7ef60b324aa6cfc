package io.yett.dataplane.route;

import io.yett.dpdk.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * IPv6 longest-prefix match: a trie of 8 bits a level, so a lookup takes as many loads as the
 * longest prefix on its way has octets, and one. It is asked once for each flow. Made by the
 * control thread, immutable, exchanged as a whole; its memory goes when nobody refers to it any
 * more.
 *
 * <p>A lookup gives the address of a next hop, which the static methods read.
 */
public final class RouteTable6 {
  private static final int CHILD = 1 << 8;
  private static final int NEXT_HOP = 32;
  private static final int PORT = 4;
  private static final int GATEWAY_HIGH = 8;
  private static final int GATEWAY_LOW = 16;

  /** Keeps the memory; accessed by address. */
  private final MemorySegment memory;

  private final long nodes;
  private final long nextHops;

  /** Builds a table; of two routes of one prefix the later counts. */
  public RouteTable6(List<Route6> routes) {
    List<Route6> byLength = new ArrayList<>(routes);
    byLength.sort(Comparator.comparingInt(Route6::prefixLength));
    Builder builder = new Builder();
    for (int i = 0; i < byLength.size(); i++) {
      builder.add(byLength.get(i), i + 1);
    }
    long nextHopBytes = (long) NEXT_HOP * (byLength.size() + 1);
    this.memory = Arena.ofAuto().allocate(nextHopBytes + 4L * builder.used, Memory.CACHE_LINE);
    this.nextHops = memory.address();
    this.nodes = nextHops + nextHopBytes;
    for (int i = 0; i < builder.used; i++) {
      Memory.putInt(nodes + 4L * i, builder.nodes[i]);
    }
    for (int i = 0; i < byLength.size(); i++) {
      Route6 route = byLength.get(i);
      long at = nextHops + (long) NEXT_HOP * (i + 1);
      Memory.putInt(at, route.kind());
      Memory.putInt(at + PORT, route.port());
      Memory.putLong(at + GATEWAY_HIGH, route.gatewayHigh());
      Memory.putLong(at + GATEWAY_LOW, route.gatewayLow());
    }
  }

  /** The next hop of a destination (host order); its kind is NONE if no route matches. */
  public long lookup(long high, long low) {
    int node = Memory.getInt(nodes + 4L * (high >>> 56));
    for (int octet = 1; node < 0; octet++) { // the last level has no children
      node = Memory.getInt(nodes + 4L * (~node + Route6.octet(high, low, octet)));
    }
    return nextHops + (long) NEXT_HOP * node;
  }

  /** The kind of a next hop, of {@link NextHop}. */
  public static int kind(long nextHop) {
    return Memory.getInt(nextHop);
  }

  /** The port that a next hop is on. */
  public static int port(long nextHop) {
    return Memory.getInt(nextHop + PORT);
  }

  /** Whether packets go on from here: to a neighbour, be it the destination itself or a gateway. */
  public static boolean leads(long nextHop) {
    int kind = kind(nextHop);
    return kind == NextHop.ON_LINK || kind == NextHop.GATEWAY;
  }

  /** First half of the neighbour to which a packet for that destination goes. */
  public static long neighborHigh(long nextHop, long destinationHigh) {
    return kind(nextHop) == NextHop.GATEWAY
        ? Memory.getLong(nextHop + GATEWAY_HIGH)
        : destinationHigh;
  }

  /** Second half of the neighbour to which a packet for that destination goes. */
  public static long neighborLow(long nextHop, long destinationLow) {
    return kind(nextHop) == NextHop.GATEWAY
        ? Memory.getLong(nextHop + GATEWAY_LOW)
        : destinationLow;
  }

  /** Octets of the table. */
  public long bytes() {
    return memory.byteSize();
  }

  /** Nodes: not negative is a next hop's index, negative the complement of a child's place. */
  private static final class Builder {
    private int[] nodes = new int[CHILD];
    private int used = CHILD;

    /** Routes come by ascending length, so a longer one may overwrite all that it covers. */
    private void add(Route6 route, int nextHop) {
      int length = route.prefixLength();
      int level = 0; // of the octet in which the prefix ends
      int base = 0;
      while (length - 8 * level > 8) {
        base = child(base + route.octet(level));
        level++;
      }
      int first = base + route.octet(level);
      Arrays.fill(nodes, first, first + (1 << (8 - (length - 8 * level))), nextHop);
    }

    private int child(int place) {
      if (nodes[place] >= 0) {
        if (used + CHILD > nodes.length) {
          nodes = Arrays.copyOf(nodes, nodes.length * 2);
        }
        Arrays.fill(nodes, used, used + CHILD, nodes[place]);
        nodes[place] = ~used;
        used += CHILD;
      }
      return ~nodes[place];
    }
  }
}
