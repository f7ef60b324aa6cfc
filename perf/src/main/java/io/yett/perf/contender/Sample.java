package io.yett.perf.contender;

/**
 * One measurement of one program.
 *
 * @param packets packets sent, or new flows, between two readings
 * @param seconds wall-clock time between them
 * @param cpuSeconds what the busiest forwarding thread had of its CPU in that time; less than
 *     {@code seconds} if other programs took the CPU from it
 */
public record Sample(double packets, double seconds, double cpuSeconds) {

  /** Million packets per second of wall-clock time. */
  public double mppsOfWall() {
    return packets / seconds / 1e6;
  }

  /**
   * Million packets per second of the busiest forwarding thread's CPU time: what the cores give,
   * also on a machine that other programs share.
   */
  public double mpps() {
    return packets / cpuSeconds / 1e6;
  }

  /** What remains if one thread has to do both things, one after the other, and nothing else. */
  public static Sample inSeries(Sample first, Sample second) {
    return new Sample(
        1,
        first.seconds / first.packets + second.seconds / second.packets,
        first.cpuSeconds / first.packets + second.cpuSeconds / second.packets);
  }
}
