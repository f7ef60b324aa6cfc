package io.yett.dataplane.route;

import org.agrona.collections.IntHashSet;

/** The gateway's own IPv4 addresses. Immutable. */
public final class LocalAddresses {
  private static final int SPREAD = 0x9E37_79B1;

  /** A hash table without collisions: an address is found by one load, or is not ours. */
  private final int[] table;

  private final int shift;

  /** Makes the set; addresses are in host order, 0.0.0.0 is never one of them. */
  public LocalAddresses(int... addresses) {
    IntHashSet distinct = new IntHashSet();
    for (int address : addresses) {
      if (address != 0) {
        distinct.add(address);
      }
    }
    int bits = 4;
    int[] candidate = fill(distinct, bits);
    while (candidate == null) {
      candidate = fill(distinct, ++bits);
    }
    table = candidate;
    shift = 32 - bits;
  }

  /** True if the address (host order) is ours. */
  public boolean contains(int address) {
    return table[(address * SPREAD) >>> shift] == address && address != 0;
  }

  /** Null if two addresses meet. The multiplication is a bijection, so 32 bits always suffice. */
  private static int[] fill(IntHashSet addresses, int bits) {
    int[] places = new int[1 << bits];
    for (int address : addresses) {
      int place = (address * SPREAD) >>> (32 - bits);
      if (places[place] != 0) {
        return null;
      }
      places[place] = address;
    }
    return places;
  }
}
