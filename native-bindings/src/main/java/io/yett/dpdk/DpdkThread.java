package io.yett.dpdk;

import io.yett.dpdk.generated.YettDpdk;

/**
 * What a platform thread does for itself: each method is about the calling thread. Never from a
 * virtual thread.
 */
public final class DpdkThread {
  private DpdkThread() {}

  /**
   * Makes this thread known to DPDK, so that it has its own caches in each {@link Mempool}.
   * Idempotent.
   *
   * @return the thread's lcore id
   */
  public static int register() {
    NativeLibrary.load();
    return Errors.check(
        YettDpdk.yett_thread_register(),
        "register a thread with DPDK",
        "use at most " + Layout.MAX_LCORES + " lane threads");
  }

  /** Undoes {@link #register}; a registered thread calls it before it ends. */
  public static void unregister() {
    YettDpdk.yett_thread_unregister();
  }

  /** Lets this thread run on one CPU only, by the kernel's number. */
  public static void pin(int cpu) {
    NativeLibrary.load();
    Errors.check(
        YettDpdk.yett_thread_pin(cpu),
        "pin a thread to CPU " + cpu,
        "name a CPU that this process may use in dataplane.lane.cpu (see taskset -p)");
  }

  /** True if this thread may run on that CPU now. */
  public static boolean mayUse(int cpu) {
    NativeLibrary.load();
    return YettDpdk.yett_thread_may_use(cpu) == 1;
  }

  /** The CPU on which this thread is running. */
  public static int currentCpu() {
    NativeLibrary.load();
    return YettDpdk.yett_thread_cpu();
  }
}
