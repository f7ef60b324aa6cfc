package io.yett.dataplane.spd;

import io.yett.dataplane.sad.SaSlot;
import io.yett.dpdk.HugeMemory;
import io.yett.dpdk.Memory;
import java.lang.foreign.Arena;

/**
 * What the SPD and the routes said of a 5-tuple, kept exactly, one cache line each: four places
 * from the one that the hash says. Bounded; a new flow that finds them taken takes one of them. An
 * entry of an earlier generation does not match, so one increment forgets all. One thread.
 */
public final class FlowCache {
  /** Key bit: the packet has no ports, or they are not looked at (fragments). */
  private static final long NO_PORTS = 1L << 47;

  private static final int ENTRY = 64;

  /** Places where a flow may be. */
  private static final int WINDOW = 4;

  static final int ADDRESSES = 0;
  static final int REST = 8;
  private static final int SA = SaSlot.POINTER;
  private static final int SESSION = SaSlot.SESSION_POINTER;
  private static final int SA_USE = 32;
  private static final int HOP = 40;
  private static final int HOP_ADDRESS = 44;
  private static final int DECISION = 48;
  private static final int PORT = DECISION;
  private static final int MAX_LENGTH = 50;
  private static final int VERDICT = 52;
  private static final int REASON = 53;
  private static final int REQ_ID = 56;
  static final int GENERATION_SHIFT = 48;
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
  public FlowCache(Arena arena, int flows, long seed) {
    this(arena.allocate(bytes(flows), 128).address(), flows, seed);
  }

  /** The same in huge pages. */
  public FlowCache(HugeMemory memory, int flows, long seed) {
    this(memory.allocate(bytes(flows), 128), flows, seed);
  }

  private FlowCache(long base, int flows, long seed) {
    this.base = base;
    this.mask = bytes(flows) - ENTRY;
    this.seed = seed;
    this.otherSeed = Long.rotateLeft(seed, 29) * 0x9E37_79B9_7F4A_7C15L;
  }

  private static long bytes(int flows) {
    return Integer.highestOneBit(Math.max(flows, 8) - 1) * 2L * ENTRY;
  }

  /**
   * The second half of a key.
   *
   * @param wirePorts both ports as a little-endian load of the wire finds them, or -1 for none
   * @param ingressPort 0..126, or {@code Origin.OWN}
   */
  public static long rest(long wirePorts, int protocol, int ingressPort) {
    long ports = wirePorts < 0 ? NO_PORTS : wirePorts;
    return ports | ((long) protocol << 32) | ((long) ingressPort << 40);
  }

  /** The ports in a {@link #rest}, or -1 for none. */
  public static long wirePorts(long rest) {
    return (rest & NO_PORTS) != 0 ? -1 : rest & 0xFFFF_FFFFL;
  }

  /** The protocol in a {@link #rest}. */
  public static int protocol(long rest) {
    return (int) (rest >>> 32) & 0xFF;
  }

  /** The ingress port in a {@link #rest}. */
  public static int ingressPort(long rest) {
    return (int) (rest >>> 40) & 0x7F;
  }

  /**
   * The flow's entry, or 0.
   *
   * @param addresses source and destination as a little-endian load of the wire finds them
   * @param rest from {@link #rest}
   */
  public long find(long addresses, long rest) {
    long offset = offset(addresses, rest);
    long key = rest | (generation << GENERATION_SHIFT);
    long first = base + offset;
    return matches(first, addresses, key) ? first : findFurther(offset, addresses, key);
  }

  /**
   * Where the flow is if it is in the first of its places. For asking the CPU ahead: nothing is
   * compared, and the key may be nonsense.
   */
  public long home(long addresses, long rest) {
    return base + offset(addresses, rest);
  }

  /** True if the entry there is that flow's. */
  public boolean isAt(long entry, long addresses, long rest) {
    return matches(entry, addresses, rest | (generation << GENERATION_SHIFT));
  }

  private long findFurther(long offset, long addresses, long key) {
    for (int i = 1; i < WINDOW; i++) {
      long entry = place(offset, i);
      if (matches(entry, addresses, key)) {
        return entry;
      }
    }
    return 0;
  }

  /** Makes room for a flow that is not in the cache; the caller fills the entry in. */
  public long add(long addresses, long rest) {
    long offset = offset(addresses, rest);
    long entry = place(offset, victims++ & (WINDOW - 1));
    for (int i = 0; i < WINDOW; i++) {
      long candidate = place(offset, i);
      if (Memory.getLong(candidate + REST) >>> GENERATION_SHIFT != generation) {
        entry = candidate;
        break;
      }
    }
    Memory.putLong(entry + ADDRESSES, addresses);
    Memory.putLong(entry + REST, rest | (generation << GENERATION_SHIFT));
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

  /** Sets what becomes of the flow's packets: a verdict of {@code Verdict} and its reason. */
  public static void decide(long entry, int verdict, int reason, int reqId) {
    Memory.putByte(entry + VERDICT, (byte) verdict);
    Memory.putByte(entry + REASON, (byte) reason);
    Memory.putInt(entry + REQ_ID, reqId);
  }

  public static int verdict(long entry) {
    return Memory.getByte(entry + VERDICT);
  }

  public static int reason(long entry) {
    return Memory.getByte(entry + REASON);
  }

  public static int reqId(long entry) {
    return Memory.getInt(entry + REQ_ID);
  }

  /** Sets the SA's slot and session, and the slot's serial number at that time. */
  public static void sa(long entry, long sa, long session, int serial) {
    Memory.putLong(entry + SA, sa);
    Memory.putLong(entry + SESSION, session);
    Memory.putLong(entry + SA_USE, SaSlot.use(serial));
  }

  public static long sa(long entry) {
    return Memory.getLong(entry + SA);
  }

  /** True if the flow's slot still holds that SA, and the SA passes packets. */
  public static boolean isSaUsable(long entry) {
    return SaSlot.use(sa(entry)) == Memory.getLong(entry + SA_USE);
  }

  /** True if the flow's entry was made for that SA, and the slot was not used anew since. */
  public static boolean isFor(long entry, long sa) {
    return Memory.getLong(entry + SA) == sa && Memory.getInt(entry + SA_USE) == SaSlot.serial(sa);
  }

  /** Port, longest packet, verdict and reason at one load. */
  public static long decision(long entry) {
    return Memory.getLong(entry + DECISION);
  }

  /** The verdict in a {@link #decision}. */
  public static int decidedVerdict(long decision) {
    return (int) (decision >>> 32) & 0xFF;
  }

  /** The port in a {@link #decision}. */
  public static int decidedPort(long decision) {
    return (int) decision & 0xFFFF;
  }

  /** The longest packet in a {@link #decision}. */
  public static int decidedMaxLength(long decision) {
    return (int) decision >>> 16;
  }

  /**
   * Sets where the flow's packets go.
   *
   * @param hop index in the neighbour table, or -1 while it is not there
   * @param hopAddress IPv4, host order
   * @param maxLength longest IP packet that may go there, before any encapsulation
   */
  public static void nextHop(long entry, int port, int hop, int hopAddress, int maxLength) {
    Memory.putInt(entry + HOP, hop);
    Memory.putInt(entry + HOP_ADDRESS, hopAddress);
    Memory.putShort(entry + PORT, (short) port);
    Memory.putShort(entry + MAX_LENGTH, (short) maxLength);
  }

  public static void hop(long entry, int hop) {
    Memory.putInt(entry + HOP, hop);
  }

  public static int hop(long entry) {
    return Memory.getInt(entry + HOP);
  }

  public static int hopAddress(long entry) {
    return Memory.getInt(entry + HOP_ADDRESS);
  }

  public static int port(long entry) {
    return Memory.getShort(entry + PORT);
  }

  public static int maxLength(long entry) {
    return Memory.getShort(entry + MAX_LENGTH) & 0xFFFF;
  }

  /** Sets the longest packet alone. */
  public static void maxLength(long entry, int maxLength) {
    Memory.putShort(entry + MAX_LENGTH, (short) maxLength);
  }

  private static boolean matches(long entry, long addresses, long key) {
    return Memory.getLong(entry + ADDRESSES) == addresses && Memory.getLong(entry + REST) == key;
  }

  private long place(long offset, int number) {
    return base + ((offset + (long) number * ENTRY) & mask);
  }

  /**
   * All 128 bits of one product, folded: every bit of the key reaches the places, so that neither
   * neighbouring addresses nor somebody who picks them makes flows meet.
   */
  private long offset(long addresses, long rest) {
    long a = addresses ^ seed;
    long b = rest ^ otherSeed;
    return (Math.multiplyHigh(a, b) ^ (a * b)) & mask;
  }
}
