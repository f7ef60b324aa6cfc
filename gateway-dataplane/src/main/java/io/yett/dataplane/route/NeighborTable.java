package io.yett.dataplane.route;

import io.yett.dataplane.packet.Ethernet;
import io.yett.dpdk.Memory;
import java.lang.foreign.Arena;

/**
 * Link addresses of neighbours, by port and address of either family. An entry is found once and
 * kept by its index, which tells the families apart. It holds the whole Ethernet header of a frame
 * of its family to the neighbour, as the two longs that a frame begins with: the first has the
 * neighbour's address and is read and written whole, the second has our own and never changes.
 * Written by the control thread alone, read by all stages. An entry stays where it is until the
 * table goes, so an index that a flow keeps never comes to mean another neighbour.
 */
public final class NeighborTable {
  private static final int ENTRY = 32;
  private static final int FIRST = 8;
  private static final int SECOND = 16;
  private static final long USED = 1L << 62;

  private static final int KEY_LOW = 8;
  private static final int KEY_PORT = 16;

  private final long base;
  private final int mask;
  private final int limit;
  private final long[] wireMacs;

  /** Behind the entries of IPv4 are as many of IPv6, and then the keys of these. */
  private final long keys6;

  private int size;
  private int size6;

  /**
   * Makes an empty table; the arena owns its memory.
   *
   * @param neighbors most entries of each family
   * @param wireMacs our MAC address on each port, wire order
   */
  public NeighborTable(Arena arena, int neighbors, long... wireMacs) {
    this.wireMacs = wireMacs.clone();
    int places = Integer.highestOneBit(Math.max(neighbors, 8) * 2 - 1) * 2;
    this.base = arena.allocate(3L * places * ENTRY, 64).address();
    this.keys6 = base + 2L * places * ENTRY;
    this.mask = places - 1;
    this.limit = neighbors;
  }

  /** The entry's index, or -1. Any thread. */
  public int find(int port, int address) {
    long key = key(port, address);
    int place = hash(key) & mask;
    while (true) {
      long found = Memory.getLongAcquire(base + (long) place * ENTRY);
      if (found == key) {
        return place;
      }
      if (found == 0) {
        return -1;
      }
      place = (place + 1) & mask;
    }
  }

  /** The index of an IPv6 neighbour's entry, or -1; host order. Any thread. */
  public int find(int port, long high, long low) {
    long used = USED | port;
    int place = hash6(port, high, low) & mask;
    while (true) {
      long key = keys6 + (long) place * ENTRY;
      long found = Memory.getLongAcquire(key + KEY_PORT);
      if (found == 0) {
        return -1;
      }
      if (found == used && Memory.getLong(key) == high && Memory.getLong(key + KEY_LOW) == low) {
        return mask + 1 + place;
      }
      place = (place + 1) & mask;
    }
  }

  /** The MAC address in wire order, or 0 while it is not known. Any thread. */
  public long wireMac(int index) {
    return Memory.getLong(entry(index) + FIRST) & Ethernet.MAC_MASK;
  }

  /**
   * Writes the Ethernet header of a frame to the neighbour, of the entry's family; false, and
   * nothing is written, while its address is not known. Any thread.
   */
  public boolean writeHeader(int index, long frame) {
    long entry = entry(index);
    long first = Memory.getLong(entry + FIRST);
    if (first == 0) {
      return false;
    }
    Ethernet.writeHeader(frame, first, Memory.getLong(entry + SECOND));
    return true;
  }

  private long entry(int index) {
    return base + (long) index * ENTRY;
  }

  /** The MAC address of a neighbour in wire order, or 0 while it is not known. Any thread. */
  public long findMac(int port, int address) {
    int index = find(port, address);
    return index < 0 ? 0 : wireMac(index);
  }

  /** IPv4 address of an entry, host order. */
  public int address(int index) {
    return (int) Memory.getLong(base + (long) index * ENTRY);
  }

  /**
   * Control thread: sets a link address (wire order), or with 0 clears it. False if the table is
   * full.
   */
  public boolean update(int port, int address, long wireMac) {
    long source = port < wireMacs.length ? wireMacs[port] : 0;
    long first = wireMac == 0 ? 0 : Ethernet.firstLong(wireMac, source);
    int place = find(port, address);
    if (place >= 0) {
      Memory.putLongRelease(entry(place) + FIRST, first);
      return true;
    }
    if (wireMac == 0) {
      return true;
    }
    if (size >= limit) {
      return false;
    }
    long key = key(port, address);
    place = hash(key) & mask;
    while (Memory.getLong(entry(place)) != 0) {
      place = (place + 1) & mask;
    }
    Memory.putLong(entry(place) + SECOND, Ethernet.secondLongIpv4(source));
    Memory.putLongRelease(entry(place) + FIRST, first);
    Memory.putLongRelease(entry(place), key);
    size++;
    return true;
  }

  /**
   * Control thread: sets the link address (wire order) of an IPv6 neighbour (host order), or with 0
   * clears it. False if the table is full.
   */
  public boolean update(int port, long high, long low, long wireMac) {
    long source = port < wireMacs.length ? wireMacs[port] : 0;
    long first = wireMac == 0 ? 0 : Ethernet.firstLong(wireMac, source);
    int index = find(port, high, low);
    if (index >= 0) {
      Memory.putLongRelease(entry(index) + FIRST, first);
      return true;
    }
    if (wireMac == 0) {
      return true;
    }
    if (size6 >= limit) {
      return false;
    }
    int place = hash6(port, high, low) & mask;
    while (Memory.getLong(keys6 + (long) place * ENTRY + KEY_PORT) != 0) {
      place = (place + 1) & mask;
    }
    long entry = entry(mask + 1 + place);
    long key = keys6 + (long) place * ENTRY;
    Memory.putLong(entry + SECOND, Ethernet.secondLongIpv6(source));
    Memory.putLongRelease(entry + FIRST, first);
    Memory.putLong(key, high);
    Memory.putLong(key + KEY_LOW, low);
    Memory.putLongRelease(key + KEY_PORT, USED | port);
    size6++;
    return true;
  }

  private static int hash6(int port, long high, long low) {
    return hash(high * 0xC2B2_AE3D_27D4_EB4FL + Long.rotateLeft(low, 17) + port);
  }

  private static long key(int port, int address) {
    return USED | ((long) port << 32) | (address & 0xFFFF_FFFFL);
  }

  private static int hash(long key) {
    long mixed = key * 0x9E37_79B9_7F4A_7C15L;
    return (int) (mixed >>> 32);
  }
}
