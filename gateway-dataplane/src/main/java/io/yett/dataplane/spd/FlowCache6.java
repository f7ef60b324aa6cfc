package io.yett.dataplane.spd;

import io.yett.dpdk.HugeMemory;
import io.yett.dpdk.Memory;
import java.lang.foreign.Arena;

/**
 * {@link FlowCache} for IPv6: an entry takes two cache lines. The first is laid out as those of
 * IPv4, so that its static methods read and write it, but for the addresses, in whose place is a
 * hash of them; the second has the addresses and that of the next hop. One thread.
 */
public final class FlowCache6 {
  private static final int ENTRY = 128;

  /** Places where a flow may be. */
  private static final int WINDOW = 4;

  private static final int HASH = FlowCache.ADDRESSES;
  private static final int REST = FlowCache.REST;
  private static final int SOURCE = 64;
  private static final int DESTINATION = 80;
  private static final int HOP_HIGH = 96;
  private static final int HOP_LOW = 104;
  private static final int GENERATION_SHIFT = FlowCache.GENERATION_SHIFT;
  private static final int LAST_GENERATION = 0xFFFF;

  private final long base;
  private final long mask;
  private final long seed;
  private final long otherSeed;
  private long generation = 1;
  private int victims;

  /**
   * Makes an empty cache; the arena owns its memory.
   *
   * @param flows bound, rounded up to a power of two
   * @param seed of the hash, so that nobody outside can choose flows that collide
   */
  public FlowCache6(Arena arena, int flows, long seed) {
    this(arena.allocate(bytes(flows), ENTRY).address(), flows, seed);
  }

  /** The same in huge pages. */
  public FlowCache6(HugeMemory memory, int flows, long seed) {
    this(memory.allocate(bytes(flows), ENTRY), flows, seed);
  }

  private FlowCache6(long base, int flows, long seed) {
    this.base = base;
    this.mask = bytes(flows) - ENTRY;
    this.seed = seed;
    this.otherSeed = Long.rotateLeft(seed, 29) * 0x9E37_79B9_7F4A_7C15L;
  }

  private static long bytes(int flows) {
    return Integer.highestOneBit(Math.max(flows, 8) - 1) * 2L * ENTRY;
  }

  /**
   * The flow's entry, or 0.
   *
   * @param addresses where the packet has its source, and behind it its destination
   * @param rest from {@link FlowCache#rest}
   */
  public long find(long addresses, long rest) {
    long hash = hash(addresses, rest);
    long key = rest | (generation << GENERATION_SHIFT);
    for (int i = 0; i < WINDOW; i++) {
      long entry = place(hash, i);
      if (Memory.getLong(entry + HASH) == hash
          && Memory.getLong(entry + REST) == key
          && hasAddresses(entry, addresses)) {
        return entry;
      }
    }
    return 0;
  }

  private static boolean hasAddresses(long entry, long addresses) {
    long different = 0;
    for (int i = 0; i < 32; i += Long.BYTES) {
      different |= Memory.getLong(entry + SOURCE + i) ^ Memory.getLong(addresses + i);
    }
    return different == 0;
  }

  /** Makes room for a flow that is not in the cache; the caller fills the entry in. */
  public long add(long addresses, long rest) {
    long hash = hash(addresses, rest);
    long entry = place(hash, victims++ & (WINDOW - 1));
    for (int i = 0; i < WINDOW; i++) {
      long candidate = place(hash, i);
      if (Memory.getLong(candidate + REST) >>> GENERATION_SHIFT != generation) {
        entry = candidate;
        break;
      }
    }
    Memory.putLong(entry + HASH, hash);
    Memory.putLong(entry + REST, rest | (generation << GENERATION_SHIFT));
    Memory.copy(addresses, entry + SOURCE, 32);
    return entry;
  }

  /** Forgets all flows. */
  public void clear() {
    generation++;
    if (generation > LAST_GENERATION) {
      Memory.zero(base, mask + ENTRY);
      generation = 1;
    }
  }

  /** First half of the flow's source, host order. */
  public static long sourceHigh(long entry) {
    return Memory.getNetworkLong(entry + SOURCE);
  }

  /** Second half of the flow's source, host order. */
  public static long sourceLow(long entry) {
    return Memory.getNetworkLong(entry + SOURCE + Long.BYTES);
  }

  /** First half of the flow's destination, host order. */
  public static long destinationHigh(long entry) {
    return Memory.getNetworkLong(entry + DESTINATION);
  }

  /** Second half of the flow's destination, host order. */
  public static long destinationLow(long entry) {
    return Memory.getNetworkLong(entry + DESTINATION + Long.BYTES);
  }

  /** What {@link FlowCache#rest} made for the flow. */
  public static long rest(long entry) {
    return Memory.getLong(entry + REST) & ((1L << GENERATION_SHIFT) - 1);
  }

  /**
   * Sets the IPv6 next hop (host order); the rest of it by {@link FlowCache#nextHop}, with 0 in
   * place of the IPv4 address.
   */
  public static void hopAddress(long entry, long high, long low) {
    Memory.putLong(entry + HOP_HIGH, high);
    Memory.putLong(entry + HOP_LOW, low);
  }

  /** First half of the IPv6 next hop. */
  public static long hopHigh(long entry) {
    return Memory.getLong(entry + HOP_HIGH);
  }

  /** Second half of the IPv6 next hop. */
  public static long hopLow(long entry) {
    return Memory.getLong(entry + HOP_LOW);
  }

  private long place(long hash, int number) {
    return base + ((hash + (long) number * ENTRY) & mask);
  }

  /** Each half of the key takes part in a product of 128 bits, of which all bits are used. */
  private long hash(long addresses, long rest) {
    long a = fold(Memory.getLong(addresses) ^ seed, Memory.getLong(addresses + 8) ^ otherSeed);
    long b = fold(Memory.getLong(addresses + 16) ^ otherSeed, Memory.getLong(addresses + 24) ^ a);
    return fold(b ^ seed, rest ^ otherSeed);
  }

  private static long fold(long a, long b) {
    return Math.multiplyHigh(a, b) ^ (a * b);
  }
}
