package io.yett.dataplane;

import io.yett.dataplane.tx.MbufQueue;
import java.lang.foreign.Arena;
import java.util.stream.IntStream;

/**
 * A queue from every lane to every lane, each with one writer and one reader. From a lane to itself
 * go packets out of one tunnel into another; to another lane, packets of SAs that it owns.
 */
final class LaneMesh {
  private final MbufQueue[][] queues;

  /** Makes empty queues; the arena owns their memory. */
  LaneMesh(Arena arena, int lanes) {
    this.queues = new MbufQueue[lanes][lanes];
    for (MbufQueue[] from : queues) {
      for (int to = 0; to < lanes; to++) {
        from[to] = new MbufQueue(arena);
      }
    }
  }

  /** The queues that a lane writes, by the lane that reads. */
  MbufQueue[] from(int lane) {
    return queues[lane].clone();
  }

  /** The queues that a lane reads, by the lane that writes. */
  MbufQueue[] to(int lane) {
    return IntStream.range(0, queues.length)
        .mapToObj(from -> queues[from][lane])
        .toArray(MbufQueue[]::new);
  }
}
