package io.yett.dpdk;

import io.yett.dpdk.generated.YettDpdk;
import java.lang.foreign.Arena;

/**
 * IPv4 longest-prefix match. One thread changes it; any thread may look up meanwhile. Addresses are
 * 32-bit values in host order: 192.0.2.1 is 0xC0000201.
 */
public final class Lpm implements AutoCloseable {
  /** What {@link #lookup} returns if no prefix holds the address. */
  public static final int NO_ROUTE = -1;

  /** Largest next hop: 24 bits. */
  public static final int MAX_NEXT_HOP = 0xff_ffff;

  private long address;

  /** The default route: DPDK's table has prefixes of 1..32 bits only. */
  private volatile int defaultNextHop = NO_ROUTE;

  private Lpm(long address) {
    this.address = address;
  }

  /**
   * Creates an empty table.
   *
   * @param name unique in the process, at most 25 characters
   * @param maxRules how many prefixes fit
   */
  public static Lpm create(String name, int maxRules) {
    NativeLibrary.load();
    try (Arena arena = Arena.ofConfined()) {
      return new Lpm(
          Errors.check(
              YettDpdk.yett_lpm_create(
                  arena.allocateFrom(name), maxRules, Math.max(256, maxRules / 16), -1),
              "create the routing table " + name + " of " + maxRules + " prefixes",
              "raise dataplane.eal.memory (a table needs 64 MiB and more)"));
    }
  }

  /**
   * Adds or replaces a prefix.
   *
   * @param depth prefix length, 0..32
   * @param nextHop 0..{@link #MAX_NEXT_HOP}
   */
  public void add(int prefix, int depth, int nextHop) {
    if (nextHop < 0 || nextHop > MAX_NEXT_HOP || depth < 0 || depth > 32) {
      throw new IllegalArgumentException("next hop " + nextHop + " or depth " + depth);
    }
    if (depth == 0) {
      defaultNextHop = nextHop;
      return;
    }
    Errors.check(
        YettDpdk.yett_lpm_add(address, prefix, depth, nextHop), "add a route", "use fewer routes");
  }

  /** Removes a prefix; nothing happens if it is not there. */
  public void delete(int prefix, int depth) {
    if (depth == 0) {
      defaultNextHop = NO_ROUTE;
      return;
    }
    int result = YettDpdk.yett_lpm_delete(address, prefix, depth);
    if (result < 0 && result != -Errors.EINVAL && result != -Errors.ENOENT) {
      throw Errors.failure(result, "delete a route", "restart the data plane");
    }
  }

  /** The next hop of the longest prefix that holds the address, or {@link #NO_ROUTE}. */
  public int lookup(int destination) {
    int nextHop = HotCalls.lpmLookup(address, destination);
    return nextHop == NO_ROUTE ? defaultNextHop : nextHop;
  }

  /**
   * Looks up many: {@code count} 32-bit addresses at {@code addresses}, next hops to {@code
   * nextHops}.
   */
  public void lookup(long addresses, long nextHops, int count) {
    HotCalls.lpmLookupBulk(address, addresses, nextHops, count);
    int fallback = defaultNextHop;
    for (int i = 0; i < count; i++) {
      if (Memory.getInt(nextHops + 4L * i) == NO_ROUTE) {
        Memory.putInt(nextHops + 4L * i, fallback);
      }
    }
  }

  /** Frees the table; no thread looks up any more. Idempotent. */
  @Override
  public void close() {
    if (address != 0) {
      YettDpdk.yett_lpm_free(address);
      address = 0;
    }
  }
}
