package io.yett.dataplane.sad;

import io.yett.dpdk.HugeMemory;
import io.yett.dpdk.Memory;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * Off-heap blocks for SAs, aligned to cache lines. A freed block is wiped and used again for the
 * next of its size; the memory is given back with the lane, so a stale address is never a fault.
 * Control thread.
 */
final class BlockPool {
  private static final int SMALLEST = Memory.CACHE_LINE;

  /** Blocks are cut from chunks, so that they are dense in huge pages. */
  private static final int CHUNK = 1 << 18;

  private final HugeMemory memory;
  private final Map<Long, ArrayDeque<Long>> freeBySize = new HashMap<>();
  private long chunk;
  private long chunkLeft;

  BlockPool(HugeMemory memory) {
    this.memory = memory;
  }

  /** A zeroed block of at least that many octets. */
  long allocate(long bytes) {
    long size = size(bytes);
    ArrayDeque<Long> free = freeBySize.get(size);
    return free == null || free.isEmpty() ? cut(size) : free.pop();
  }

  private long cut(long size) {
    if (size > CHUNK / 4) {
      return memory.allocate(size, SMALLEST);
    }
    if (chunkLeft < size) {
      chunk = memory.allocate(CHUNK, SMALLEST);
      chunkLeft = CHUNK;
    }
    long block = chunk;
    chunk += size;
    chunkLeft -= size;
    return block;
  }

  /** Wipes a block and takes it back; {@code bytes} as it was allocated. */
  void free(long block, long bytes) {
    long size = size(bytes);
    Memory.zero(block, size);
    freeBySize.computeIfAbsent(size, key -> new ArrayDeque<>()).push(block);
  }

  private static long size(long bytes) {
    return Math.max(SMALLEST, Long.highestOneBit(Math.max(1, bytes - 1)) << 1);
  }
}
