package io.yett.perf;

/**
 * One measurement of one program.
 *
 * @param packets packets sent between two readings
 * @param seconds wall-clock time between them
 * @param cpuSeconds what the forwarding thread had of its CPU in that time; less than {@code
 *     seconds} if other programs took the CPU from it
 */
public record Sample(long packets, double seconds, double cpuSeconds) {

  /** Million packets per second of wall-clock time. */
  public double mpps() {
    return packets / seconds / 1e6;
  }

  /**
   * Million packets per second of the forwarding thread's CPU time: what a core gives, also on a
   * machine that other programs share.
   */
  public double mppsPerCore() {
    return packets / cpuSeconds / 1e6;
  }
}
