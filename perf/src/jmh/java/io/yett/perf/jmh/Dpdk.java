package io.yett.perf.jmh;

import io.yett.dpdk.DpdkThread;
import io.yett.dpdk.Eal;
import io.yett.dpdk.EalArguments;

/** DPDK in the JVM of a benchmark. */
final class Dpdk {
  private static final int MEMORY_MIB = 64;
  private static boolean started;

  private Dpdk() {}

  /** Starts it, in hugepages if enough are free, and registers the calling thread. */
  static synchronized void start() {
    if (!started) {
      Eal.init(EalArguments.of(EalArguments.Hugepages.AUTO, MEMORY_MIB));
      started = true;
    }
    DpdkThread.register();
  }
}
