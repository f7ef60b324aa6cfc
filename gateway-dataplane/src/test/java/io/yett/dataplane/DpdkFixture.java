package io.yett.dataplane;

import io.yett.dpdk.CryptoDevice;
import io.yett.dpdk.DpdkThread;
import io.yett.dpdk.Eal;
import io.yett.dpdk.EalArguments;
import java.util.concurrent.atomic.AtomicInteger;

/** One DPDK and one crypto device for all test classes of a JVM, without hugepages or files. */
public final class DpdkFixture {
  private static final int MEMORY_MIB = 256;
  private static final int QUEUE_PAIRS = 4;
  private static final AtomicInteger names = new AtomicInteger();
  private static CryptoDevice crypto;
  private static String failure;

  private DpdkFixture() {}

  /** Starts DPDK unless it runs, and registers the calling thread with it. */
  public static synchronized void start() {
    if (failure != null) {
      throw new IllegalStateException(failure);
    }
    if (crypto == null) {
      try {
        Eal.init(EalArguments.of(EalArguments.Hugepages.OFF, MEMORY_MIB));
        crypto = CryptoDevice.open("crypto_aesni_gcm0");
        crypto.configure(QUEUE_PAIRS, 1024, 512);
        crypto.start();
      } catch (RuntimeException e) {
        failure = e.getMessage();
        throw e;
      }
    }
    DpdkThread.register();
  }

  /** A device with {@value #QUEUE_PAIRS} queue pairs; one test uses it at a time. */
  public static CryptoDevice crypto() {
    start();
    return crypto;
  }

  /** A name that no other pool or port of this process has. */
  public static String unique(String prefix) {
    return prefix + names.incrementAndGet();
  }
}
