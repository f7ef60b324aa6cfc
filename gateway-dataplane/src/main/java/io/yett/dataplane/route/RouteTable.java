package io.yett.dataplane.route;

import io.yett.dpdk.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * IPv4 longest-prefix match: a trie of 16, 8 and 8 bits, so one to three loads for a lookup, most
 * often from the L2 cache. Made by the control thread, immutable, exchanged as a whole; its memory
 * goes when nobody refers to it any more.
 */
public final class RouteTable {
  private static final int ROOT = 1 << 16;
  private static final int CHILD = 1 << 8;

  /** Keeps the memory; accessed by address. */
  private final MemorySegment memory;

  private final long nodes;
  private final long nextHops;

  /** Builds a table; of two routes of one prefix the later counts. */
  public RouteTable(List<Route> routes) {
    List<Route> byLength = new ArrayList<>(routes);
    byLength.sort(Comparator.comparingInt(Route::prefixLength));
    Builder builder = new Builder();
    for (int i = 0; i < byLength.size(); i++) {
      builder.add(byLength.get(i), i + 1);
    }
    this.memory = Arena.ofAuto().allocate(4L * builder.used + 8L * (byLength.size() + 1), 64);
    this.nodes = memory.address();
    this.nextHops = nodes + 4L * builder.used;
    for (int i = 0; i < builder.used; i++) {
      Memory.putInt(nodes + 4L * i, builder.nodes[i]);
    }
    for (int i = 0; i < byLength.size(); i++) {
      Route route = byLength.get(i);
      Memory.putLong(
          nextHops + 8L * (i + 1), NextHop.of(route.kind(), route.port(), route.gateway()));
    }
  }

  /** The {@link NextHop} of a destination (host order); its kind is NONE if no route matches. */
  public long lookup(int destination) {
    int node = Memory.getInt(nodes + 4L * (destination >>> 16));
    if (node < 0) {
      node = Memory.getInt(nodes + 4L * (~node + ((destination >>> 8) & 0xFF)));
      if (node < 0) {
        node = Memory.getInt(nodes + 4L * (~node + (destination & 0xFF)));
      }
    }
    return Memory.getLong(nextHops + 8L * node);
  }

  /** Octets of the table. */
  public long bytes() {
    return memory.byteSize();
  }

  /** Nodes: not negative is a next hop's index, negative the complement of a child's place. */
  private static final class Builder {
    private int[] nodes = new int[ROOT];
    private int used = ROOT;

    /** Routes come by ascending length, so a longer one may overwrite all that it covers. */
    private void add(Route route, int nextHop) {
      int prefix = route.prefix();
      int length = route.prefixLength();
      if (length <= 16) {
        fill(prefix >>> 16, 16 - length, nextHop);
        return;
      }
      int second = child(prefix >>> 16);
      if (length <= 24) {
        fill(second + ((prefix >>> 8) & 0xFF), 24 - length, nextHop);
        return;
      }
      int third = child(second + ((prefix >>> 8) & 0xFF));
      fill(third + (prefix & 0xFF), 32 - length, nextHop);
    }

    private void fill(int first, int bits, int nextHop) {
      Arrays.fill(nodes, first, first + (1 << bits), nextHop);
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
