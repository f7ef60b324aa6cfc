package io.yett.perf.jmh;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.yett.dpdk.Mbuf;
import io.yett.dpdk.Memory;
import io.yett.dpdk.Mempool;
import io.yett.dpdk.Port;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What a call into C costs by itself: as critical as a lane's calls are, and plain, with the
 * thread's change of state. {@code yett_prefetch} of no address does nothing at all.
 */
@State(Scope.Thread)
public class DowncallBenchmark {
  private static final int BURST = 32;
  private static final int MBUFS = 1023;
  private static final MethodHandle PLAIN = plain();

  private long array;
  private Port port;

  private static MethodHandle plain() {
    Mbuf.prefetch(0, 0, 0); // loads the library
    return Linker.nativeLinker()
        .downcallHandle(
            SymbolLookup.loaderLookup().findOrThrow("yett_prefetch"),
            FunctionDescriptor.ofVoid(JAVA_LONG, JAVA_INT, JAVA_INT));
  }

  /** A port that never has a packet. */
  @Setup(Level.Trial)
  public void open() {
    Dpdk.start();
    Mempool pool = Mempool.create("downcalls", MBUFS, 0, Mempool.DEFAULT_DATA_ROOM);
    port = Port.open("net_null_downcalls,no-rx=1");
    port.configure(Port.Config.simple(1500), pool);
    port.start();
    array = Memory.allocate(8L * BURST);
  }

  @Benchmark
  public void critical() {
    Mbuf.prefetch(array, 0, 0);
  }

  @Benchmark
  public void plainCall() throws Throwable {
    PLAIN.invokeExact(array, 0, 0);
  }

  /** A poll that finds nothing: critical call, and DPDK's way to the driver. */
  @Benchmark
  public int emptyPoll() {
    return port.rxBurst(0, array, BURST);
  }

  /** A Java method that is called and not inlined. */
  @Benchmark
  public int java() {
    return nothing(array, 0, 0);
  }

  @CompilerControl(CompilerControl.Mode.DONT_INLINE)
  private static int nothing(long addresses, int count, int offset) {
    return count + offset + (int) addresses;
  }
}
