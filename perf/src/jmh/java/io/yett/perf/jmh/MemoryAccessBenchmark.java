package io.yett.perf.jmh;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import io.yett.dpdk.Memory;
import java.lang.foreign.MemorySegment;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Off-heap memory by address: {@link Memory}, which is Agrona's {@code UnsafeApi}, beside one FFM
 * segment over the whole address space. The loops are the same: they do what a lane does with the
 * headers of a burst, and what it does with an array of addresses. The memory is in the L1 cache.
 */
@State(Scope.Thread)
public class MemoryAccessBenchmark {
  private static final MemorySegment ALL = MemorySegment.ofAddress(0).reinterpret(Long.MAX_VALUE);
  private static final int PACKETS = 32;
  private static final int LINE = 64;

  private final long headers = Memory.allocate((long) PACKETS * LINE);
  private final long addresses = addresses();

  private long addresses() {
    long array = Memory.allocate(8L * PACKETS);
    for (int i = 0; i < PACKETS; i++) {
      Memory.putLong(array + 8L * i, headers + (long) LINE * i);
    }
    return array;
  }

  /** Five loads and two stores of several widths for each header. */
  @Benchmark
  @OperationsPerInvocation(PACKETS)
  public long headersByUnsafe() {
    long sum = 0;
    for (int i = 0; i < PACKETS; i++) {
      long at = Memory.getLong(addresses + 8L * i);
      int length = Memory.getShort(at + 2);
      sum += Memory.getLong(at + 12) ^ Memory.getInt(at + 20) ^ Memory.getByte(at + 9) ^ length;
      Memory.putByte(at + 8, (byte) (length - 1));
      Memory.putLong(at + 32, sum);
    }
    return sum;
  }

  /** The same. */
  @Benchmark
  @OperationsPerInvocation(PACKETS)
  public long headersBySegment() {
    long sum = 0;
    for (int i = 0; i < PACKETS; i++) {
      long at = ALL.get(JAVA_LONG_UNALIGNED, addresses + 8L * i);
      int length = ALL.get(JAVA_SHORT_UNALIGNED, at + 2);
      sum +=
          ALL.get(JAVA_LONG_UNALIGNED, at + 12)
              ^ ALL.get(JAVA_INT_UNALIGNED, at + 20)
              ^ ALL.get(JAVA_BYTE, at + 9)
              ^ length;
      ALL.set(JAVA_BYTE, at + 8, (byte) (length - 1));
      ALL.set(JAVA_LONG_UNALIGNED, at + 32, sum);
    }
    return sum;
  }

  /** A plain sum over an array, which a compiler may turn into vector instructions. */
  @Benchmark
  @OperationsPerInvocation(PACKETS)
  public long arrayByUnsafe() {
    long sum = 0;
    for (int i = 0; i < PACKETS; i++) {
      sum += Memory.getLong(addresses + 8L * i);
    }
    return sum;
  }

  /** The same. */
  @Benchmark
  @OperationsPerInvocation(PACKETS)
  public long arrayBySegment() {
    long sum = 0;
    for (int i = 0; i < PACKETS; i++) {
      sum += ALL.get(JAVA_LONG_UNALIGNED, addresses + 8L * i);
    }
    return sum;
  }
}
