package io.yett.perf.generator;

import io.yett.dpdk.DpdkThread;
import io.yett.dpdk.Eal;
import io.yett.dpdk.EalArguments;
import io.yett.dpdk.Mempool;
import io.yett.dpdk.Port;
import java.util.concurrent.atomic.AtomicInteger;

/** One DPDK for all test classes of this module's JVM, without hugepages, files and PCI. */
public final class PerfDpdk {
  private static final int MEMORY_MIB = 256;
  private static final int MBUFS = 4095;
  private static final AtomicInteger names = new AtomicInteger();
  private static Mempool pool;

  private PerfDpdk() {}

  /** Starts DPDK unless it runs, and registers the calling thread. */
  public static synchronized void start() {
    if (pool == null) {
      Eal.init(EalArguments.of(EalArguments.Hugepages.OFF, MEMORY_MIB));
      pool = FramePool.create("frames", MBUFS, 1514);
    }
    DpdkThread.register();
  }

  /** Buffers for all tests; none is missing between two of them. */
  public static Mempool pool() {
    start();
    return pool;
  }

  /** A name that no other device of this process has. */
  public static String unique(String prefix) {
    return prefix + names.incrementAndGet();
  }

  /** A port that returns what is sent to it. */
  static Port loop() {
    Port port = Port.open(unique("net_ring_loop"));
    port.configure(Port.Config.simple(1500), pool());
    port.start();
    return port;
  }
}
