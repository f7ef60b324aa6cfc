package io.yett.dataplane;

import io.yett.dataplane.tx.ReentryQueue;
import java.lang.foreign.Arena;
import java.util.stream.IntStream;

/**
 * A queue from every lane to every lane, each with one writer and one reader. From a lane to itself
 * goes what it classifies once more; to another lane, packets that that one judges.
 */
final class LaneMesh {
  private final ReentryQueue[][] queues;

  /** Makes empty queues; the arena owns their memory. */
  LaneMesh(Arena arena, int lanes) {
    this.queues = new ReentryQueue[lanes][lanes];
    for (ReentryQueue[] from : queues) {
      for (int to = 0; to < lanes; to++) {
        from[to] = new ReentryQueue(arena);
      }
    }
  }

  /** The queues that a lane writes, by the lane that reads. */
  ReentryQueue[] from(int lane) {
    return queues[lane].clone();
  }

  /** The queues that a lane reads, by the lane that writes. */
  ReentryQueue[] to(int lane) {
    return IntStream.range(0, queues.length)
        .mapToObj(from -> queues[from][lane])
        .toArray(ReentryQueue[]::new);
  }
}
