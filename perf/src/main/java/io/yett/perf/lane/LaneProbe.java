package io.yett.perf.lane;

import com.sun.management.ThreadMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.Arrays;
import java.util.List;

/**
 * Watches the lane threads of this JVM: CPU time and heap allocation since they began. Threads are
 * found by their name.
 */
final class LaneProbe {
  private static final String LANE_THREAD = "lane-";

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final long[] ids;

  /** Finds the lane threads; they have been started. */
  LaneProbe() {
    long[] all = threads.getAllThreadIds();
    ThreadInfo[] infos = threads.getThreadInfo(all);
    long[] found = new long[all.length];
    int count = 0;
    for (ThreadInfo info : infos) {
      if (info != null && info.getThreadName().startsWith(LANE_THREAD)) {
        found[count++] = info.getThreadId();
      }
    }
    if (count == 0) {
      throw new IllegalStateException("no thread of this JVM is called " + LANE_THREAD + "...");
    }
    ids = Arrays.copyOf(found, count);
  }

  /** Nanoseconds of CPU that each lane thread has had. */
  List<Long> cpuNanos() {
    return Arrays.stream(ids).mapToObj(threads::getThreadCpuTime).toList();
  }

  /** Bytes that all lane threads have allocated on the heap. */
  long allocatedBytes() {
    long sum = 0;
    for (long id : ids) {
      sum += threads.getThreadAllocatedBytes(id);
    }
    return sum;
  }

  /** Garbage collections of this JVM. */
  static long collections() {
    long sum = 0;
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      sum += collector.getCollectionCount();
    }
    return sum;
  }
}
