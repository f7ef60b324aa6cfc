package io.yett.dpdk;

import io.yett.dpdk.generated.YettDpdk;
import java.lang.foreign.Arena;

/**
 * A pool of packet buffers. Created and closed by one thread; allocated from and freed to by any
 * thread, fastest by registered ones.
 */
public final class Mempool implements AutoCloseable {
  /** Room for a frame of 1500 octets, what ESP adds, and the headroom. */
  public static final int DEFAULT_DATA_ROOM = 2176;

  /** Largest cache per thread that DPDK takes. */
  public static final int MAX_CACHE = 512;

  private final String name;
  private final int count;
  private final int dataRoom;
  private long address;

  private Mempool(String name, int count, int dataRoom, long address) {
    this.name = name;
    this.count = count;
    this.dataRoom = dataRoom;
    this.address = address;
  }

  /**
   * Creates a pool of mbufs.
   *
   * @param name unique in the process, at most 25 characters
   * @param count number of mbufs; a power of two less one uses memory best
   * @param cache mbufs kept per thread, 0..512, at most count / 1.5
   * @param dataRoom bytes of each buffer, headroom included; at most 65535
   */
  public static Mempool create(String name, int count, int cache, int dataRoom) {
    NativeLibrary.load();
    if (dataRoom < Layout.MBUF_HEADROOM || dataRoom > 65_535) {
      throw new DpdkException(
          "mbuf data room of "
              + dataRoom
              + " bytes; remedy: use "
              + Layout.MBUF_HEADROOM
              + "..65535");
    }
    try (Arena arena = Arena.ofConfined()) {
      long address =
          Errors.check(
              YettDpdk.yett_mbuf_pool_create(
                  arena.allocateFrom(name), count, cache, (short) 0, (short) dataRoom, -1),
              "create the mbuf pool " + name + " of " + count + " x " + dataRoom + " bytes",
              "raise dataplane.eal.memory above " + mebibytes(count, dataRoom) + " MiB");
      return new Mempool(name, count, dataRoom, address);
    }
  }

  private static long mebibytes(int count, int dataRoom) {
    return (((long) count * (dataRoom + 256)) >> 20) + 1;
  }

  public String name() {
    return name;
  }

  /** Number of mbufs in all. */
  public int count() {
    return count;
  }

  /** Bytes of each buffer, headroom included. */
  public int dataRoom() {
    return dataRoom;
  }

  /** DPDK's address of the pool. */
  public long address() {
    return address;
  }

  /** Mbufs that are not in the pool. Slow; exact only when no thread allocates or frees. */
  public int inUse() {
    return YettDpdk.yett_pool_in_use(address);
  }

  /** Mbufs in the pool and its caches. Slow. */
  public int available() {
    return YettDpdk.yett_pool_available(address);
  }

  /**
   * Writes {@code mbufs} addresses to the array at {@code array}: all of them, or none and false.
   */
  public boolean allocate(long array, int mbufs) {
    return HotCalls.mbufAlloc(address, array, mbufs) == 0;
  }

  /** Frees the pool; every mbuf is back and no port uses it. Idempotent. */
  @Override
  public void close() {
    if (address != 0) {
      YettDpdk.yett_pool_free(address);
      address = 0;
    }
  }
}
