package io.yett.dataplane.route;

import io.yett.dataplane.packet.Ethernet;
import io.yett.dpdk.Memory;
import java.lang.foreign.Arena;

/**
 * Link addresses of neighbours, by port and IPv4 address. An entry is found once and kept by its
 * index. It holds the whole Ethernet header of an IPv4 frame to the neighbour, as the two longs
 * that a frame begins with: the first has the neighbour's address and is read and written whole,
 * the second has our own and never changes. Written by the control thread alone, read by all
 * stages. An entry stays where it is until the table goes, so an index that a flow keeps never
 * comes to mean another neighbour.
 */
public final class NeighborTable {
  private static final int ENTRY = 32;
  private static final int FIRST = 8;
  private static final int SECOND = 16;
  private static final long USED = 1L << 62;

  private final long base;
  private final int mask;
  private final int limit;
  private final long[] wireMacs;
  private int size;

  /**
   * Makes an empty table; the arena owns its memory.
   *
   * @param neighbors most entries
   * @param wireMacs our MAC address on each port, wire order
   */
  public NeighborTable(Arena arena, int neighbors, long... wireMacs) {
    this.wireMacs = wireMacs.clone();
    int places = Integer.highestOneBit(Math.max(neighbors, 8) * 2 - 1) * 2;
    this.base = arena.allocate((long) places * ENTRY, 64).address();
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

  /** The MAC address in wire order, or 0 while it is not known. Any thread. */
  public long wireMac(int index) {
    return Memory.getLong(entry(index) + FIRST) & Ethernet.MAC_MASK;
  }

  /**
   * Writes the Ethernet header of an IPv4 frame to the neighbour; false, and nothing is written,
   * while its address is not known. Any thread.
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

  private static long key(int port, int address) {
    return USED | ((long) port << 32) | (address & 0xFFFF_FFFFL);
  }

  private static int hash(long key) {
    long mixed = key * 0x9E37_79B9_7F4A_7C15L;
    return (int) (mixed >>> 32);
  }
}
