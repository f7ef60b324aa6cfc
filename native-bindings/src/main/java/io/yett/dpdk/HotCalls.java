package io.yett.dpdk;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/**
 * The calls of a lane's loop, as critical downcalls: no thread-state transition, so each must end
 * within some 10 µs and never block. jextract does not make such handles, so they are here, by
 * hand; {@code HeaderTest} holds them against the header. Arguments are not checked.
 */
final class HotCalls {
  /** For the test that compares them with the header; not touched after class initialisation. */
  private static final Map<String, FunctionDescriptor> DESCRIPTORS = new HashMap<>();

  private static final MethodHandle RX_BURST =
      hot("yett_rx_burst", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
  private static final MethodHandle RX_BURST_PREFETCH =
      hot("yett_rx_burst_prefetch", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
  private static final MethodHandle TX_BURST =
      hot("yett_tx_burst", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
  private static final MethodHandle PREFETCH =
      hot("yett_prefetch", null, JAVA_LONG, JAVA_INT, JAVA_INT);
  private static final MethodHandle PREFETCH_VIA =
      hot("yett_prefetch_via", null, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle MBUF_ALLOC =
      hot("yett_mbuf_alloc_bulk", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
  private static final MethodHandle MBUF_FREE =
      hot("yett_mbuf_free_bulk", null, JAVA_LONG, JAVA_INT);
  private static final MethodHandle OP_ALLOC =
      hot("yett_op_alloc_bulk", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
  private static final MethodHandle OP_FREE = hot("yett_op_free_bulk", null, JAVA_LONG, JAVA_INT);
  private static final MethodHandle ENQUEUE =
      hot("yett_crypto_enqueue", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
  private static final MethodHandle DEQUEUE =
      hot("yett_crypto_dequeue", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
  private static final MethodHandle CRYPTO_RUN =
      hot("yett_crypto_run", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
  private static final MethodHandle LPM_LOOKUP =
      hot("yett_lpm_lookup", JAVA_INT, JAVA_LONG, JAVA_INT);
  private static final MethodHandle LPM_LOOKUP_BULK =
      hot("yett_lpm_lookup_bulk", null, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT);

  private static final MethodHandle GCM_RUN = hot("yett_gcm_run", JAVA_INT, JAVA_LONG, JAVA_INT);

  private HotCalls() {}

  private static MethodHandle hot(String name, MemoryLayout result, MemoryLayout... arguments) {
    NativeLibrary.load();
    FunctionDescriptor descriptor =
        result == null
            ? FunctionDescriptor.ofVoid(arguments)
            : FunctionDescriptor.of(result, arguments);
    DESCRIPTORS.put(name, descriptor);
    return Linker.nativeLinker()
        .downcallHandle(
            SymbolLookup.loaderLookup().findOrThrow(name),
            descriptor,
            Linker.Option.critical(false));
  }

  static Map<String, FunctionDescriptor> descriptors() {
    return Collections.unmodifiableMap(DESCRIPTORS);
  }

  private static AssertionError unexpected(Throwable e) {
    return new AssertionError("a downcall does not throw", e);
  }

  static int rxBurst(int port, int queue, long mbufs, int count) {
    try {
      return (int) RX_BURST.invokeExact(port, queue, mbufs, count);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int rxBurstPrefetch(int port, int queue, long mbufs, int count, int lines) {
    try {
      return (int) RX_BURST_PREFETCH.invokeExact(port, queue, mbufs, count, lines);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int txBurst(int port, int queue, long mbufs, int count) {
    try {
      return (int) TX_BURST.invokeExact(port, queue, mbufs, count);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static void prefetch(long addresses, int count, int offset) {
    try {
      PREFETCH.invokeExact(addresses, count, offset);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static void prefetchVia(long addresses, int count, int offset, int lines) {
    try {
      PREFETCH_VIA.invokeExact(addresses, count, offset, lines);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int mbufAlloc(long pool, long mbufs, int count) {
    try {
      return (int) MBUF_ALLOC.invokeExact(pool, mbufs, count);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static void mbufFree(long mbufs, int count) {
    try {
      MBUF_FREE.invokeExact(mbufs, count);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int opAlloc(long pool, long ops, int count) {
    try {
      return (int) OP_ALLOC.invokeExact(pool, ops, count);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static void opFree(long ops, int count) {
    try {
      OP_FREE.invokeExact(ops, count);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int enqueue(int device, int queuePair, long ops, int count) {
    try {
      return (int) ENQUEUE.invokeExact(device, queuePair, ops, count);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int dequeue(int device, int queuePair, long ops, int count) {
    try {
      return (int) DEQUEUE.invokeExact(device, queuePair, ops, count);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int cryptoRun(int device, int queuePair, long ops, int count) {
    try {
      return (int) CRYPTO_RUN.invokeExact(device, queuePair, ops, count);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int gcmRun(long ops, int count) {
    try {
      return (int) GCM_RUN.invokeExact(ops, count);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int lpmLookup(long lpm, int address) {
    try {
      return (int) LPM_LOOKUP.invokeExact(lpm, address);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static void lpmLookupBulk(long lpm, long addresses, long nextHops, int count) {
    try {
      LPM_LOOKUP_BULK.invokeExact(lpm, addresses, nextHops, count);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }
}
