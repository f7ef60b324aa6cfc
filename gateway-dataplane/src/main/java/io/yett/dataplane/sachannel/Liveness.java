package io.yett.dataplane.sachannel;

/**
 * Whether the process at the other end lives. In our PID namespace the kernel knows, so a process
 * that is stopped or slow is alive; elsewhere only the heartbeat can tell. Any thread.
 */
final class Liveness {
  private static final long PID_NAMESPACE = ProcessIdentity.pidNamespace();

  private Liveness() {}

  /**
   * Looks.
   *
   * @param process as {@link ProcessIdentity} names it
   * @param heartbeat its last, by {@link System#nanoTime}, which on Linux is one clock for all
   *     processes
   */
  static boolean alive(long process, long pidNamespace, long heartbeat, long now) {
    if (pidNamespace == PID_NAMESPACE) {
      return ProcessIdentity.alive(process);
    }
    return now - heartbeat < SaChannelLimits.HEARTBEAT_TIMEOUT_NANOS;
  }
}
