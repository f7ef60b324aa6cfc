package io.yett.dataplane.route;

import java.util.Arrays;

/** The gateway's own IPv6 addresses, link-local ones among them. Immutable. */
public final class LocalAddresses6 {
  /** None. */
  public static final LocalAddresses6 NONE = new LocalAddresses6();

  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

  /** A hash table with linear probing, at most a quarter full: two longs a place, 0 0 is free. */
  private final long[] table;

  private final int mask;
  private final int shift;

  /** Makes the set; halves of addresses in wire order, first and second half in turn. */
  public LocalAddresses6(long... wireHalves) {
    int places = Integer.highestOneBit(Math.max(4, wireHalves.length) * 4 - 1) * 2;
    this.mask = places - 1;
    this.shift = Long.SIZE - Integer.numberOfTrailingZeros(places);
    this.table = new long[2 * places];
    for (int i = 0; i < wireHalves.length; i += 2) {
      if (!contains(wireHalves[i], wireHalves[i + 1])) {
        int place = place(wireHalves[i], wireHalves[i + 1]);
        while ((table[2 * place] | table[2 * place + 1]) != 0) {
          place = (place + 1) & mask;
        }
        table[2 * place] = wireHalves[i];
        table[2 * place + 1] = wireHalves[i + 1];
      }
    }
  }

  /** True if the address is ours: its halves as little-endian loads of the wire find them. */
  public boolean contains(long wireHigh, long wireLow) {
    int place = place(wireHigh, wireLow);
    while (true) {
      long high = table[2 * place];
      long low = table[2 * place + 1];
      if ((high | low) == 0) {
        return false;
      }
      if (high == wireHigh && low == wireLow) {
        return true;
      }
      place = (place + 1) & mask;
    }
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return Arrays.stream(table).allMatch(half -> half == 0);
  }

  private int place(long high, long low) {
    return (int) ((((high * SPREAD) ^ Long.rotateLeft(low, 32)) * SPREAD) >>> shift);
  }
}
