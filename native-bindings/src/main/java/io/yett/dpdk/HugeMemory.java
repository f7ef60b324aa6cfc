package io.yett.dpdk;

import io.yett.dpdk.generated.YettDpdk;
import java.util.ArrayList;
import java.util.List;

/**
 * Zeroed memory for tables that are read at random: from DPDK's huge pages, so that the CPU's page
 * tables stay small, and from the process's own memory where DPDK has none left. Freed as a whole.
 * One thread allocates and closes; the EAL is initialised.
 */
public final class HugeMemory implements AutoCloseable {
  private static final int MAX_ALIGNMENT = 4096;

  private final List<Long> blocks = new ArrayList<>();

  /**
   * Allocates.
   *
   * @param alignment a power of two, at most 4096
   */
  public long allocate(long bytes, int alignment) {
    if (bytes < 0 || Integer.bitCount(alignment) != 1 || alignment > MAX_ALIGNMENT) {
      throw new IllegalArgumentException("bad allocation of " + bytes + " at " + alignment);
    }
    NativeLibrary.load();
    long address = YettDpdk.yett_memory_alloc(bytes, alignment);
    if (address == 0) {
      return Memory.allocate(bytes, alignment); // stays; tables are made at start
    }
    blocks.add(address);
    return address;
  }

  /** Frees all; nobody reads or writes it any more. Idempotent. */
  @Override
  public void close() {
    blocks.forEach(YettDpdk::yett_memory_free);
    blocks.clear();
  }
}
