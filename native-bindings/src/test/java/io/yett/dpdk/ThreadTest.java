package io.yett.dpdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Threads and DPDK. */
class ThreadTest {
  @BeforeAll
  static void startDpdk() {
    EalFixture.start();
  }

  private static <T> T inNewThread(Callable<T> work) throws Exception {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = Thread.ofPlatform().start(task);
    T result = task.get();
    thread.join();
    return result;
  }

  @Test
  void registrationIsPerThreadAndIdempotent() throws Exception {
    int here = DpdkThread.register();
    int there =
        inNewThread(() -> {
          int id = DpdkThread.register();
          assertThat(DpdkThread.register()).isEqualTo(id);
          DpdkThread.unregister();
          return id;
        });
    assertThat(there).isNotEqualTo(here);
  }

  @Test
  void idsAreGivenBack() throws Exception {
    Set<Integer> ids = new HashSet<>();
    for (int i = 0; i < 2 * Layout.MAX_LCORES; i++) {
      ids.add(
          inNewThread(() -> {
            int id = DpdkThread.register();
            DpdkThread.unregister();
            return id;
          }));
    }
    assertThat(ids).hasSizeLessThan(Layout.MAX_LCORES);
  }

  @Test
  void pinnedThreadStaysOnItsCpu() throws Exception {
    int cpu = DpdkThread.currentCpu();
    int other =
        inNewThread(() -> {
          DpdkThread.pin(cpu);
          assertThat(DpdkThread.mayUse(cpu)).isTrue();
          return DpdkThread.currentCpu();
        });
    assertThat(other).isEqualTo(cpu);
  }
}
