package io.yett.perf.jmh;

import io.yett.dataplane.sad.ReplayWindow;
import io.yett.dpdk.Memory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The replay window: infer the 64-bit number, check it, mark it. */
@State(Scope.Thread)
public class ReplayWindowBenchmark {
  private static final int BACK = 16;

  @Param({"64", "1024", "4096"})
  public int window;

  private long bitmap;
  private long top;
  private long sequence;

  @Setup(Level.Trial)
  public void empty() {
    bitmap = Memory.allocate(ReplayWindow.bitmapBytes(window));
  }

  /** As packets should come. */
  @Benchmark
  public long inOrder() {
    return accept(++sequence);
  }

  /** Groups of 16 arrive backwards, so 15 of 16 numbers are behind the top. */
  @Benchmark
  public long backwards() {
    sequence++;
    return accept((sequence & -BACK) + BACK - (sequence & (BACK - 1)));
  }

  /** A number that was seen already. */
  @Benchmark
  public boolean replay() {
    if (top == 0) {
      top = ReplayWindow.mark(0, window, bitmap, 1);
    }
    return ReplayWindow.check(top, window, bitmap, top);
  }

  private long accept(long number) {
    long inferred = ReplayWindow.infer(top, window, (int) number);
    if (!ReplayWindow.check(top, window, bitmap, inferred)) {
      throw new IllegalStateException(number + " is no replay");
    }
    top = ReplayWindow.mark(top, window, bitmap, inferred);
    return top;
  }
}
