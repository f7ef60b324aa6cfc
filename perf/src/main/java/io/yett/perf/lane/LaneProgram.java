package io.yett.perf.lane;

import io.yett.dataplane.DiscardPunts;
import io.yett.dataplane.Pipeline;
import io.yett.dataplane.counters.DropReason;
import io.yett.dataplane.counters.PacketCounters;
import io.yett.dpdk.Eal;
import java.nio.file.Path;

/**
 * The data plane's packet path by itself, in a JVM of its own: packets of files go in without end,
 * through tunnels with keys by hand, and out to a port that swallows them. Prints a {@link
 * LaneReading} several times a second until it is ended.
 */
public final class LaneProgram {
  private static final long INTERVAL_MILLIS = 200;

  private LaneProgram() {}

  /** The argument is the file of a {@link LaneJob}. */
  public static void main(String[] args) throws Exception {
    LaneJob job = LaneJob.read(Path.of(args[0]));
    LaneSetup setup = new LaneSetup(job);
    Eal.init(setup.eal());
    Pipeline pipeline = setup.pipeline();
    new TunnelSetup(pipeline, job.scenario()).install();
    pipeline.start();
    run(pipeline);
  }

  private static void run(Pipeline pipeline) throws InterruptedException {
    LaneProbe probe = new LaneProbe();
    while (pipeline.failure() == null) {
      long end = System.nanoTime() + INTERVAL_MILLIS * 1_000_000;
      while (System.nanoTime() < end) {
        int work = pipeline.poll(DiscardPunts.INSTANCE, 100);
        Thread.sleep(work == 0 ? INTERVAL_MILLIS / 4 : 1);
      }
      System.out.println(read(pipeline.counters(), probe).toLine());
      printDrops(pipeline.counters());
    }
    throw new IllegalStateException("the lane ended", pipeline.failure());
  }

  private static LaneReading read(PacketCounters counters, LaneProbe probe) {
    return new LaneReading(
        counters.transmitted(),
        counters.dropped(),
        counters.punted(),
        counters.flowMisses(),
        System.nanoTime(),
        probe.allocatedBytes(),
        LaneProbe.collections(),
        probe.cpuNanos());
  }

  private static void printDrops(PacketCounters counters) {
    if (counters.dropped() != 0) {
      StringBuilder text = new StringBuilder("dropped:");
      for (DropReason reason : DropReason.values()) {
        if (counters.dropped(reason) != 0) {
          text.append(' ').append(reason).append('=').append(counters.dropped(reason));
        }
      }
      System.out.println(text);
    }
  }
}
