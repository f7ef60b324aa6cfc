package io.yett.dpdk;

import io.yett.dpdk.generated.YettDpdk;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * DPDK's environment abstraction layer: starts and ends DPDK in this process. It can be started
 * once in the life of a process, also if that failed. One thread, before all else here.
 */
public final class Eal {
  private static boolean called;

  private Eal() {}

  /**
   * Starts DPDK from settings, after checking what DPDK would otherwise end the process for.
   *
   * @throws DpdkException with a remedy if it cannot start
   */
  public static void init(EalArguments arguments) {
    arguments.checkEnvironment();
    init(arguments.toList());
  }

  /**
   * Starts DPDK with arguments of rte_eal_init. The CPU affinity of the calling thread stays as it
   * is.
   */
  public static synchronized void init(List<String> arguments) {
    NativeLibrary.load();
    if (called) {
      throw new DpdkException(
          "DPDK was started before in this process; remedy: start a new process to start it again");
    }
    called = true;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment argv = arena.allocate(ValueLayout.ADDRESS, arguments.size() + 1L);
      for (int i = 0; i < arguments.size(); i++) {
        argv.setAtIndex(ValueLayout.ADDRESS, i, arena.allocateFrom(arguments.get(i)));
      }
      int result = YettDpdk.yett_eal_init(arguments.size(), argv);
      if (result < 0) {
        throw startFailure(result, arguments);
      }
    }
  }

  private static DpdkException startFailure(int result, List<String> arguments) {
    String what = "start DPDK with " + String.join(" ", arguments);
    return switch (-result) {
      case Errors.EACCES, Errors.EPERM ->
          Errors.failure(result, what, "run as root, or grant CAP_IPC_LOCK and hugepage access");
      case Errors.ENOMEM ->
          Errors.failure(result, what, "lower dataplane.eal.memory or free memory and hugepages");
      default -> Errors.failure(result, what, "correct dataplane.eal and the device arguments");
    };
  }

  /** True if DPDK's memory is in hugepages. */
  public static boolean hasHugepages() {
    return YettDpdk.yett_eal_has_hugepages() == 1;
  }

  /**
   * Memory of DPDK's heap, zeroed, in hugepages if there are any; so large tables cost few TLB
   * misses. Never freed.
   *
   * @param alignment bytes, a power of two
   */
  public static long allocate(long bytes, int alignment) {
    return Errors.check(
        YettDpdk.yett_malloc(bytes, alignment, -1),
        "allocate " + bytes + " bytes of DPDK memory",
        "raise dataplane.eal.memory");
  }

  /** Ends DPDK. All ports and devices are closed, all registered threads gone. */
  public static void cleanup() {
    Errors.check(YettDpdk.yett_eal_cleanup(), "end DPDK", "none; end the process");
  }
}
