package io.yett.perf.jmh;

import io.yett.dataplane.counters.DropReason;
import io.yett.dataplane.counters.LaneCounters;
import java.lang.foreign.Arena;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What a lane counts, beside an atomic counter, which it does not need: it has one writer. */
@State(Scope.Thread)
public class CountersBenchmark {
  private static final int BURST = 32;

  private final LaneCounters counters = new LaneCounters(Arena.ofAuto());
  private final AtomicLong atomic = new AtomicLong();

  /** All that is counted of a burst that goes through. */
  @Benchmark
  public void burst() {
    counters.countPoll(BURST);
    counters.countTransmitted(BURST);
  }

  @Benchmark
  public void drop() {
    counters.countDrop(DropReason.NO_POLICY.code());
  }

  @Benchmark
  public long atomic() {
    return atomic.incrementAndGet();
  }
}
