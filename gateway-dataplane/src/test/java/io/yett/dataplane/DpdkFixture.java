package io.yett.dataplane;

import io.yett.dpdk.CryptoDevice;
import io.yett.dpdk.DpdkThread;
import io.yett.dpdk.Eal;
import io.yett.dpdk.EalArguments;
import io.yett.dpdk.Mempool;
import io.yett.dpdk.Port;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** One DPDK and one crypto device for all test classes of a JVM, without hugepages or files. */
public final class DpdkFixture {
  static final int MTU = 1500;
  private static final int MEMORY_MIB = 256;
  private static final int MBUFS = 2047;
  private static final int QUEUE_PAIRS = 8;
  private static final AtomicInteger names = new AtomicInteger();
  private static CryptoDevice crypto;
  private static CryptoDevice immediate;
  private static CryptoDevice multiBuffer;
  private static String failure;
  private static Mempool pool;
  private static List<Port> ringPorts;

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
        immediate = CryptoDevice.open(CryptoDevice.MULTI_BUFFER);
        immediate.configure(QUEUE_PAIRS, 1024, 512);
        immediate.start();
        pool = Mempool.create("test", MBUFS, 0, Mempool.DEFAULT_DATA_ROOM);
        ringPorts = List.of(openRing("net_ring0"), openRing("net_ring1"));
      } catch (RuntimeException e) {
        failure = e.getMessage();
        throw e;
      }
    }
    DpdkThread.register();
  }

  /**
   * A device of DPDK, with queues; {@value #QUEUE_PAIRS} pairs of them. One test uses it at a time.
   */
  public static CryptoDevice crypto() {
    start();
    return crypto;
  }

  /** A device of DPDK, with queues, that offers more algorithms than the other. */
  static synchronized CryptoDevice multiBuffer() {
    start();
    if (multiBuffer == null) {
      multiBuffer = CryptoDevice.open("crypto_aesni_mb0");
      multiBuffer.configure(QUEUE_PAIRS, 1024, 64);
      multiBuffer.start();
    }
    return multiBuffer;
  }

  /** All packets of the tests are from here, and none is missing between two tests. */
  static Mempool pool() {
    start();
    return pool;
  }

  /**
   * Two ports, each with four queues that are loops: what is sent to a queue is received from it.
   * Shared by all tests, for DPDK does not give the memory of rings back.
   */
  static List<Port> ringPorts() {
    start();
    return ringPorts;
  }

  private static Port openRing(String device) {
    Port port = Port.open(device);
    port.configure(new Port.Config(4, 4, 512, MTU, 0, 0), pool);
    port.start();
    return port;
  }

  /** The device that production prefers: it does its work within the call. */
  static CryptoDevice immediate() {
    start();
    return immediate;
  }

  /** A name that no other pool or port of this process has. */
  public static String unique(String prefix) {
    return prefix + names.incrementAndGet();
  }
}
