package io.yett.perf.latency;

import io.yett.perf.latency.LaneTimer.Times;

/**
 * What was seen while one load lasted.
 *
 * @param packets that the lane sent
 * @param refused frames that found its receive queue full
 * @param scheduler what the kernel did with the lane meanwhile; its time is how long that was
 * @param begin by System.nanoTime
 */
record Phase(
    long begin,
    long packets,
    long refused,
    Times times,
    JitterMeter.Jitter jitter,
    long collections,
    SchedulerWatch.Sample scheduler) {
  long end() {
    return begin + scheduler.nanoTime();
  }
}
