package io.yett.perf.jcstress;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.MemorySegment.Scope;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Zeroed memory for the states of a stress test, of which there are millions: a large block, whose
 * parts are given out one after the other and then again. By then their first owner is gone.
 */
public final class RecycledArena implements Arena {
  private static final long BYTES = 1L << 27;
  private static final long STEP = 64;
  private static final MemorySegment BLOCK = Arena.global().allocate(BYTES, STEP);
  private static final AtomicLong next = new AtomicLong();

  @Override
  public MemorySegment allocate(long byteSize, long byteAlignment) {
    if (byteAlignment > STEP * 2 || byteSize > BYTES / 1024) {
      throw new IllegalArgumentException("stress tests are small: " + byteSize + " octets");
    }
    // Room for any start within a step of the alignment.
    long length = (byteSize + byteAlignment + STEP - 1) & -STEP;
    long start = next.getAndAdd(length) % (BYTES - BYTES / 512);
    MemorySegment whole = BLOCK.asSlice(start, length);
    long shift = -whole.address() & (byteAlignment - 1);
    return whole.asSlice(shift, byteSize).fill((byte) 0);
  }

  @Override
  public Scope scope() {
    return Arena.global().scope();
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException("it is never closed");
  }
}
