package io.yett.dpdk;

import org.agrona.UnsafeApi;

/**
 * Off-heap memory by raw address, in the CPU's byte order (little-endian on x86). Plain accesses
 * may be unaligned; others must be aligned. No bounds are checked and nothing is allocated on the
 * heap. Any thread.
 *
 * <p>Over Agrona's {@code UnsafeApi} (jdk.internal.misc): a plain load or store after compilation.
 */
public final class Memory {
  /** Bytes of a cache line, the alignment of {@link #allocate(long)}. */
  public static final int CACHE_LINE = 64;

  private Memory() {}

  public static byte getByte(long address) {
    return UnsafeApi.getByte(address);
  }

  public static void putByte(long address, byte value) {
    UnsafeApi.putByte(address, value);
  }

  /** Reads one octet, 0..255. */
  public static int getUnsignedByte(long address) {
    return UnsafeApi.getByte(address) & 0xff;
  }

  public static short getShort(long address) {
    return UnsafeApi.getShort(address);
  }

  /** Reads 16 bits, 0..65535. */
  public static int getUnsignedShort(long address) {
    return UnsafeApi.getShort(address) & 0xffff;
  }

  public static void putShort(long address, short value) {
    UnsafeApi.putShort(address, value);
  }

  public static int getInt(long address) {
    return UnsafeApi.getInt(address);
  }

  public static void putInt(long address, int value) {
    UnsafeApi.putInt(address, value);
  }

  public static long getLong(long address) {
    return UnsafeApi.getLong(address);
  }

  public static void putLong(long address, long value) {
    UnsafeApi.putLong(address, value);
  }

  /** Reads with acquire order; the address is a multiple of 4. */
  public static int getIntAcquire(long address) {
    return UnsafeApi.getIntAcquire(null, address);
  }

  /** Writes with release order; the address is a multiple of 4. */
  public static void putIntRelease(long address, int value) {
    UnsafeApi.putIntRelease(null, address, value);
  }

  /** Reads with acquire order; the address is a multiple of 8. */
  public static long getLongAcquire(long address) {
    return UnsafeApi.getLongAcquire(null, address);
  }

  /** Writes with release order; the address is a multiple of 8. */
  public static void putLongRelease(long address, long value) {
    UnsafeApi.putLongRelease(null, address, value);
  }

  /** Writes if the value there is the expected one, as one step; the address is a multiple of 4. */
  public static boolean compareAndSetInt(long address, int expected, int value) {
    return UnsafeApi.compareAndSetInt(null, address, expected, value);
  }

  /** Writes if the value there is the expected one, as one step; the address is a multiple of 8. */
  public static boolean compareAndSetLong(long address, long expected, long value) {
    return UnsafeApi.compareAndSetLong(null, address, expected, value);
  }

  /** Adds as one step, and returns what was there before; the address is a multiple of 8. */
  public static long getAndAddLong(long address, long value) {
    return UnsafeApi.getAndAddLong(null, address, value);
  }

  /** Reads 16 bits in network byte order, 0..65535. */
  public static int getNetworkShort(long address) {
    return Short.reverseBytes(UnsafeApi.getShort(address)) & 0xffff;
  }

  /** Writes the low 16 bits in network byte order. */
  public static void putNetworkShort(long address, int value) {
    UnsafeApi.putShort(address, Short.reverseBytes((short) value));
  }

  /** Reads 32 bits in network byte order. */
  public static int getNetworkInt(long address) {
    return Integer.reverseBytes(UnsafeApi.getInt(address));
  }

  /** Writes 32 bits in network byte order. */
  public static void putNetworkInt(long address, int value) {
    UnsafeApi.putInt(address, Integer.reverseBytes(value));
  }

  /** Reads 64 bits in network byte order. */
  public static long getNetworkLong(long address) {
    return Long.reverseBytes(UnsafeApi.getLong(address));
  }

  /** Writes 64 bits in network byte order. */
  public static void putNetworkLong(long address, long value) {
    UnsafeApi.putLong(address, Long.reverseBytes(value));
  }

  /** Copies bytes between addresses; the ranges may overlap. */
  public static void copy(long from, long to, long length) {
    UnsafeApi.copyMemory(from, to, length);
  }

  /** Copies bytes from an array to memory. */
  public static void copy(byte[] from, int offset, long to, int length) {
    java.util.Objects.checkFromIndexSize(offset, length, from.length);
    UnsafeApi.copyMemory(
        from, UnsafeApi.arrayBaseOffset(byte[].class) + (long) offset, null, to, length);
  }

  /** Copies bytes from memory to an array. */
  public static void copy(long from, byte[] to, int offset, int length) {
    java.util.Objects.checkFromIndexSize(offset, length, to.length);
    UnsafeApi.copyMemory(
        null, from, to, UnsafeApi.arrayBaseOffset(byte[].class) + (long) offset, length);
  }

  /** Fills with zeros; also to wipe keys (the call is never optimised away). */
  public static void zero(long address, long length) {
    UnsafeApi.setMemory(address, length, (byte) 0);
  }

  /**
   * Zeroed memory aligned to a cache line, outside DPDK's heap. For tables that live as long as the
   * process: it is never freed.
   */
  public static long allocate(long bytes) {
    return allocate(bytes, CACHE_LINE);
  }

  /** Zeroed memory with an alignment that is a power of two; never freed. */
  public static long allocate(long bytes, int alignment) {
    if (Integer.bitCount(alignment) != 1 || bytes < 0) {
      throw new IllegalArgumentException("bad allocation of " + bytes + " at " + alignment);
    }
    long raw = UnsafeApi.allocateMemory(bytes + alignment);
    long aligned = (raw + alignment - 1) & -alignment;
    UnsafeApi.setMemory(aligned, bytes, (byte) 0);
    return aligned;
  }
}
