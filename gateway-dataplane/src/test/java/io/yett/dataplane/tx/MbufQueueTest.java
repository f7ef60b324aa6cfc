package io.yett.dataplane.tx;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dpdk.Memory;
import java.lang.foreign.Arena;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** One lane adds, another takes: nothing is lost, doubled, reordered, or given another port. */
class MbufQueueTest {
  private static final int PACKETS = 3_000_000;

  @Test
  void whatIsAddedIsTakenInItsOrderWithItsPort() {
    try (Arena arena = Arena.ofShared()) {
      MbufQueue queue = new MbufQueue(arena);
      CompletableFuture<Void> writer =
          CompletableFuture.runAsync(() -> {
            for (long i = 1; i <= PACKETS; i++) {
              while (!queue.add(i, port(i))) {
                Thread.onSpinWait();
              }
            }
          });
      long array = arena.allocate(64 * 8, 64).address();
      SplittableRandom random = new SplittableRandom(1);
      long next = 1;
      while (next <= PACKETS) {
        int port = queue.nextPort();
        if (port < 0) {
          Thread.onSpinWait();
          continue;
        }
        int count = queue.take(array, 1 + random.nextInt(64));
        assertThat(count).isPositive();
        for (int i = 0; i < count; i++, next++) {
          if (Memory.getLong(array + 8L * i) != next || port != port(next)) {
            throw new AssertionError("packet " + next + " by port " + port);
          }
        }
      }
      writer.join();
      assertThat(queue.nextPort()).isNegative();
      assertThat(queue.take(array, 64)).isZero();
    }
  }

  @Test
  void itIsBounded() {
    try (Arena arena = Arena.ofConfined()) {
      MbufQueue queue = new MbufQueue(arena);
      int added = 0;
      while (queue.add(added + 1, 0)) {
        added++;
      }
      assertThat(added).isEqualTo(512);
      long array = arena.allocate(64 * 8, 64).address();
      assertThat(queue.take(array, 3)).isEqualTo(3);
      assertThat(queue.add(1, 0) && queue.add(2, 0) && queue.add(3, 0)).isTrue();
      assertThat(queue.add(4, 0)).isFalse();
    }
  }

  /** Some runs of packets that came by one port. */
  private static int port(long number) {
    return (int) (number / 5 % 3);
  }
}
