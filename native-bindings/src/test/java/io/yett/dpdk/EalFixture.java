package io.yett.dpdk;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * One DPDK for all test classes of a JVM: no hugepages, no files, no PCI. Each test makes its own
 * pools and devices under names from {@link #unique}.
 */
public final class EalFixture {
  /** MiB; enough for a routing table (64 MiB) and some pools. */
  public static final int MEMORY_MIB = 384;

  private static final AtomicInteger counter = new AtomicInteger();
  private static boolean started;
  private static String failure;

  private EalFixture() {}

  /** Starts DPDK unless it is running; every call fails alike if the first one failed. */
  public static synchronized void start() {
    if (failure != null) {
      throw new DpdkException(failure);
    }
    if (!started) {
      try {
        Eal.init(EalArguments.of(EalArguments.Hugepages.OFF, MEMORY_MIB));
        started = true;
      } catch (RuntimeException e) {
        failure = e.getMessage();
        throw e;
      }
    }
    DpdkThread.register();
  }

  /** A name that no other pool or device of this process has. */
  public static String unique(String prefix) {
    return prefix + counter.incrementAndGet();
  }
}
