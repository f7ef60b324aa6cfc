package io.yett.dataplane.sad;

import io.yett.dpdk.HugeMemory;
import io.yett.dpdk.Memory;
import java.lang.foreign.Arena;

/**
 * SPI to inbound SA: open addressing with linear probing, at most half full, 32 octets for each
 * place. Owned by the RX stage.
 */
public final class SpiTable {
  private static final int ENTRY = 32;
  private static final int SA = SaSlot.POINTER;
  private static final int SESSION = SaSlot.SESSION_POINTER;

  private final long base;
  private final int mask;
  private final int limit;
  private int size;

  /**
   * Makes an empty table; the arena owns its memory.
   *
   * @param maxSas most SAs that it takes
   */
  public SpiTable(Arena arena, int maxSas) {
    this(arena.allocate((long) places(maxSas) * ENTRY, 64).address(), maxSas);
  }

  /** The same in huge pages. */
  public SpiTable(HugeMemory memory, int maxSas) {
    this(memory.allocate((long) places(maxSas) * ENTRY, 64), maxSas);
  }

  private SpiTable(long base, int maxSas) {
    this.base = base;
    this.mask = places(maxSas) - 1;
    this.limit = maxSas;
  }

  private static int places(int maxSas) {
    return Integer.highestOneBit(Math.max(8, maxSas) * 2 - 1) * 2;
  }

  /**
   * Where the SPI is if it is in its first place. For asking the CPU ahead: nothing is compared.
   */
  public long home(int spi) {
    return base + (long) (hash(spi) & mask) * ENTRY;
  }

  /** Address of the SA's slot, or 0. */
  public long find(int spi) {
    int place = hash(spi) & mask;
    while (true) {
      long entry = base + (long) place * ENTRY;
      int found = Memory.getInt(entry);
      if (found == spi) {
        return Memory.getLong(entry + SA);
      }
      if (found == 0) {
        return 0;
      }
      place = (place + 1) & mask;
    }
  }

  /**
   * Adds an SA; false if the table is full or has the SPI. An SPI is never 0.
   *
   * @param session the SA's crypto session
   */
  public boolean add(int spi, long sa, long session) {
    if (size >= limit || spi == 0 || find(spi) != 0) {
      return false;
    }
    int place = hash(spi) & mask;
    while (Memory.getInt(base + (long) place * ENTRY) != 0) {
      place = (place + 1) & mask;
    }
    put(place, spi, sa, session);
    size++;
    return true;
  }

  /** Removes an SA; false if it is not there. */
  public boolean remove(int spi) {
    if (spi == 0 || find(spi) == 0) {
      return false;
    }
    int hole = hash(spi) & mask;
    while (Memory.getInt(base + (long) hole * ENTRY) != spi) {
      hole = (hole + 1) & mask;
    }
    closeGap(hole);
    size--;
    return true;
  }

  /** SAs in the table. */
  public int size() {
    return size;
  }

  /** Moves back whatever probed past the hole, so that no tombstone is needed. */
  private void closeGap(int first) {
    int hole = first;
    int next = (hole + 1) & mask;
    while (true) {
      long entry = base + (long) next * ENTRY;
      int spi = Memory.getInt(entry);
      if (spi == 0) {
        put(hole, 0, 0, 0);
        return;
      }
      int home = hash(spi) & mask;
      if (((next - home) & mask) >= ((next - hole) & mask)) {
        put(hole, spi, Memory.getLong(entry + SA), Memory.getLong(entry + SESSION));
        hole = next;
      }
      next = (next + 1) & mask;
    }
  }

  private void put(int place, int spi, long sa, long session) {
    long entry = base + (long) place * ENTRY;
    Memory.putInt(entry, spi);
    Memory.putLong(entry + SA, sa);
    Memory.putLong(entry + SESSION, session);
  }

  private static int hash(int spi) {
    int mixed = spi * 0x9E37_79B1;
    return mixed ^ (mixed >>> 16);
  }
}
