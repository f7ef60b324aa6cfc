package io.yett.dataplane;

import io.yett.dataplane.classify.LaneTables;
import java.util.List;
import java.util.function.Consumer;

/**
 * Carries changes to all lanes. A change is complete when every lane has made it and has finished
 * whatever it received before: then no lane uses what the change took away. Changes complete in the
 * order in which they were sent. Control thread.
 */
final class Broadcast {
  private final List<LaneParts> lanes;

  Broadcast(List<LaneParts> lanes) {
    this.lanes = List.copyOf(lanes);
  }

  /** Counts the lanes that have yet to pass a change. */
  private static final class Outstanding {
    private final Runnable completed;
    private int lanes;

    Outstanding(int lanes, Runnable completed) {
      this.lanes = lanes;
      this.completed = completed;
    }

    void passed() {
      lanes--;
      if (lanes == 0) {
        completed.run();
      }
    }
  }

  /**
   * Sends a change.
   *
   * @param change run once by each lane's RX stage, between two bursts, on that lane's tables
   * @param completed run by {@link #poll}
   */
  void send(Consumer<LaneTables> change, Runnable completed) {
    Outstanding outstanding = new Outstanding(lanes.size(), completed);
    for (LaneParts parts : lanes) {
      LaneTables tables = parts.lane().tables();
      parts
          .lane()
          .commands()
          .send(new LaneCommand(() -> change.accept(tables), outstanding::passed));
    }
  }

  /** Completes what all lanes have passed; returns how much was done. */
  int poll() {
    int work = 0;
    for (LaneParts parts : lanes) {
      work += parts.lane().commands().poll(parts.shape().finishedSequence());
    }
    return work;
  }
}
