package io.yett.dataplane.fragment;

import io.yett.dataplane.counters.DropReason;
import io.yett.dataplane.packet.Ethernet;
import io.yett.dataplane.packet.Ipv4;
import io.yett.dpdk.Mbuf;
import io.yett.dpdk.Memory;
import io.yett.dpdk.Mempool;
import java.lang.foreign.Arena;
import java.util.concurrent.TimeUnit;

/**
 * Puts packets to us together that came in fragments (RFC 791 section 3.2, RFC 815), in memory that
 * is bounded beforehand: {@value #SETS} x {@value #WAYS} packets, the oldest of a set gives way,
 * none waits longer than {@value #SECONDS} s. Fragments that overlap are an attack (RFC 5722): the
 * packet falls, and what comes of it later too. Owned by the TX stage.
 *
 * <p>A fragment is copied at once, so none keeps a buffer.
 */
public final class Reassembly {
  /** Most fragments of one packet. */
  static final int MAX_FRAGMENTS = 64;

  static final int SECONDS = 15;

  /** {@link #add}: the fragment was taken, others are missing. */
  public static final int WAITING = 0;

  /** {@link #add}: the packet is whole, see {@link #whole}. */
  public static final int WHOLE = 1;

  /** {@link #add}: the fragment falls, perhaps others with it, see {@link #refusal}. */
  public static final int REFUSED = 2;

  private static final int SET_BITS = 5;
  private static final int SETS = 1 << SET_BITS;
  private static final int WAYS = 4;

  /** Any odd number whose bits look random. */
  private static final long MIX = 0x9E37_79B9_7F4A_7C15L;

  private static final long NANOS = TimeUnit.SECONDS.toNanos(SECONDS);

  private final PartialPacket[] partials = new PartialPacket[SETS * WAYS];
  private final Mempool pool;
  private final long array;
  private final long seed;
  private final int room;
  private int waiting;
  private int used;
  private int nextSet;
  private long whole;
  private int fragments;
  private DropReason refusal;
  private int evicted;

  /** An empty table whose memory the arena owns; {@code seed} keeps its places a secret. */
  public Reassembly(Arena arena, Mempool pool, long seed) {
    this.pool = pool;
    this.seed = seed;
    this.array = arena.allocate(8, 8).address();
    this.room = pool.dataRoom() - Mbuf.HEADROOM - Ethernet.HEADER - Ipv4.MAX_HEADER;
    for (int i = 0; i < partials.length; i++) {
      partials[i] = new PartialPacket(arena, room);
    }
  }

  /** True if nothing is kept, so that nothing can be too old. */
  public boolean isEmpty() {
    return used == 0;
  }

  /** Fragments that wait for others. */
  public int waiting() {
    return waiting;
  }

  /**
   * Takes a valid fragment.
   *
   * @param ip its address; the caller may free it afterwards
   * @param sa the slot of the SA that it came by, or 0 in clear: these are never mixed
   */
  public int add(long ip, long sa, long nanoTime) {
    long addresses = Memory.getLong(ip + Ipv4.SOURCE);
    long rest = Memory.getUnsignedShort(ip + Ipv4.ID) | (long) Ipv4.protocol(ip) << 16 | sa << 24;
    PartialPacket partial = find(addresses, rest, nanoTime);
    int before = partial.fragments();
    refusal = partial.add(ip);
    if (refusal != null) {
      boolean all = partial.isDead();
      fragments = all ? before + 1 : 1;
      waiting -= all ? before : 0;
      if (all) {
        partial.forgetFragments();
      }
      return REFUSED;
    }
    waiting++;
    if (!partial.isWhole()) {
      return WAITING;
    }
    fragments = partial.fragments();
    waiting -= fragments;
    return build(partial);
  }

  private int build(PartialPacket partial) {
    boolean built = pool.allocate(array, 1);
    if (built) {
      whole = Memory.getLong(array);
      int length = partial.writeTo(Mbuf.data(whole) + Ethernet.HEADER);
      Mbuf.length(whole, Ethernet.HEADER + length);
    }
    refusal = built ? null : DropReason.NO_BUFFER;
    partial.clear();
    used--;
    return built ? WHOLE : REFUSED;
  }

  /** The mbuf of a packet that became whole: room for an Ethernet header, then the packet. */
  public long whole() {
    return whole;
  }

  /** Of how many fragments the packet is, or how many fell. */
  public int fragments() {
    return fragments;
  }

  /** Why a fragment fell. */
  public DropReason refusal() {
    return refusal;
  }

  /** How many fragments gave way to the last one that was added. */
  public int takeEvicted() {
    int count = evicted;
    evicted = 0;
    return count;
  }

  /** The partial packet, or room for a new one. */
  private PartialPacket find(long addresses, long rest, long nanoTime) {
    int set = set(addresses, rest);
    PartialPacket oldest = partials[set];
    for (int i = set; i < set + WAYS; i++) {
      PartialPacket partial = partials[i];
      if (partial.isOf(addresses, rest)) {
        return partial;
      }
      if (partial.isFree() || (!oldest.isFree() && partial.since() - oldest.since() < 0)) {
        oldest = partial;
      }
    }
    evicted += oldest.fragments();
    waiting -= oldest.fragments();
    used += oldest.isFree() ? 1 : 0;
    oldest.begin(addresses, rest, nanoTime);
    return oldest;
  }

  private int set(long addresses, long rest) {
    long hash = (addresses ^ seed) * MIX ^ rest;
    hash = (hash ^ hash >>> 32) * MIX;
    hash = (hash ^ seed) * MIX;
    return (int) (hash >>> (Long.SIZE - SET_BITS)) * WAYS;
  }

  /**
   * Looks at one set, the next at each call; returns how many fragments fell because the rest did
   * not come in time.
   */
  public int expire(long nanoTime) {
    int fell = 0;
    for (int i = nextSet; i < nextSet + WAYS; i++) {
      PartialPacket partial = partials[i];
      if (!partial.isFree() && nanoTime - partial.since() > NANOS) {
        fell += partial.fragments();
        partial.clear();
        used--;
      }
    }
    nextSet = (nextSet + WAYS) % partials.length;
    waiting -= fell;
    return fell;
  }

  /** Forgets all; returns how many fragments fell. */
  public int stop() {
    int fell = waiting;
    for (PartialPacket partial : partials) {
      partial.clear();
    }
    waiting = 0;
    used = 0;
    return fell;
  }
}
