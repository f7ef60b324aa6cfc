package io.yett.perf.dut;

import io.yett.dpdk.DpdkThread;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Chooses CPUs among those that this process may use. */
public final class Cpus {
  private static final int MOST = 4096;

  private Cpus() {}

  /**
   * So many different CPUs, the highest first, for interrupts mostly go to the lowest.
   *
   * @param wanted the caller's wish for each; -1 where it has none
   * @throws IllegalArgumentException if there are not enough, or a wish cannot be granted
   */
  public static List<Integer> choose(List<Integer> wanted) {
    List<Integer> free = new ArrayList<>(usable());
    for (int cpu : wanted) {
      if (cpu >= 0 && !free.remove(/* element */ (Integer) cpu)) {
        throw new IllegalArgumentException(
            "CPU " + cpu + " is not ours, or is taken; remedy: use one of " + usable());
      }
    }
    List<Integer> chosen = new ArrayList<>();
    for (int cpu : wanted) {
      if (cpu < 0 && free.isEmpty()) {
        throw new IllegalArgumentException(
            wanted.size() + " CPUs are needed; remedy: allow this process more than " + usable());
      }
      chosen.add(cpu >= 0 ? (Integer) cpu : free.removeLast());
    }
    return chosen;
  }

  /** CPUs of this process, in ascending order. */
  public static List<Integer> usable() {
    return IntStream.range(0, MOST).filter(DpdkThread::mayUse).boxed().toList();
  }
}
