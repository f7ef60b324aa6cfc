package io.yett.perf.contender;

/** Heap that lanes allocated, and garbage collections of their JVMs, within measurements. */
public final class Allocation {
  private double bytesPerPacket;
  private long collections;

  void add(long packets, long bytes, long newCollections) {
    bytesPerPacket = Math.max(bytesPerPacket, (double) bytes / packets);
    collections += newCollections;
  }

  /** Bytes per packet, the most of all measurements. */
  public double bytesPerPacket() {
    return bytesPerPacket;
  }

  /** The sum over all measurements. */
  public long collections() {
    return collections;
  }
}
