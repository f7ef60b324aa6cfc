package io.yett.perf.jmh;

import io.yett.dataplane.spd.FlowCache;
import java.lang.foreign.Arena;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The flow cache: flows that are there and flows that are not, in random order. With many flows it
 * is memory that is measured: a hit is one line of 64 octets.
 */
@State(Scope.Thread)
public class FlowCacheBenchmark {
  private static final int UDP = 17;

  /** Keys in random order, a power of two. */
  private static final int ORDER = 1 << 17;

  @Param({"1", "1000", "10000", "100000"})
  public int flows;

  private Arena arena;
  private FlowCache cache;
  private long[] present;
  private long[] absent;
  private long rest;
  private int next;

  /** Fills a cache with room for several times as many flows. */
  @Setup(Level.Trial)
  public void fill() {
    arena = Arena.ofShared();
    Random random = new Random(1);
    cache = new FlowCache(arena, 4 * flows, random.nextLong());
    rest = FlowCache.rest(0x3500_4000L, UDP, 0);
    long[] known = new long[flows];
    for (int i = 0; i < flows; i++) {
      known[i] = addresses(i);
      if (cache.find(known[i], rest) == 0) {
        cache.add(known[i], rest);
      }
    }
    present = new long[ORDER];
    absent = new long[ORDER];
    for (int i = 0; i < ORDER; i++) {
      // A flow that others have pushed out gives way to one that is there.
      long key = known[random.nextInt(flows)];
      present[i] = cache.find(key, rest) == 0 ? known[flows - 1] : key;
      absent[i] = addresses(flows + i);
    }
  }

  @TearDown(Level.Trial)
  public void close() {
    arena.close();
  }

  private static long addresses(int number) {
    return (0x0A01_0000L + number) | ((0x0A02_0000L + number) << 32);
  }

  @Benchmark
  public long hit() {
    return cache.find(present[next++ & (ORDER - 1)], rest);
  }

  @Benchmark
  public long miss() {
    return cache.find(absent[next++ & (ORDER - 1)], rest);
  }

  /** A new flow: looked for, not found, given a place. */
  @Benchmark
  public long add() {
    long key = absent[next++ & (ORDER - 1)] ^ ((long) next << 40);
    long found = cache.find(key, rest);
    return found != 0 ? found : cache.add(key, rest);
  }
}
