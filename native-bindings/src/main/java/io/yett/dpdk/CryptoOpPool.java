package io.yett.dpdk;

import io.yett.dpdk.generated.YettDpdk;
import java.lang.foreign.Arena;

/** A pool of symmetric crypto operations. Created by one thread; allocated from by any. */
public final class CryptoOpPool implements AutoCloseable {
  private long address;

  private CryptoOpPool(long address) {
    this.address = address;
  }

  /**
   * Creates a pool.
   *
   * @param name unique in the process, at most 25 characters
   * @param count operations in all
   * @param privateLength octets behind each operation, for the IV and the caller; at least 16
   */
  public static CryptoOpPool create(String name, int count, int privateLength) {
    NativeLibrary.load();
    try (Arena arena = Arena.ofConfined()) {
      return new CryptoOpPool(
          Errors.check(
              YettDpdk.yett_op_pool_create(
                  arena.allocateFrom(name), count, 0, (short) privateLength, -1),
              "create the crypto operation pool " + name + " of " + count,
              "raise dataplane.eal.memory"));
    }
  }

  /** Writes {@code count} operation addresses to the array: all of them, or none and false. */
  public boolean allocate(long ops, int count) {
    return HotCalls.opAlloc(address, ops, count) == 0;
  }

  /** Returns operations to their pool. */
  public static void free(long ops, int count) {
    HotCalls.opFree(ops, count);
  }

  /** Operations that are not in the pool. */
  public int inUse() {
    return YettDpdk.yett_pool_in_use(address);
  }

  /** Frees the pool; no operation is in use. Idempotent. */
  @Override
  public void close() {
    if (address != 0) {
      YettDpdk.yett_pool_free(address);
      address = 0;
    }
  }
}
