package io.yett.dataplane;

import java.util.ArrayDeque;
import org.agrona.concurrent.OneToOneConcurrentArrayQueue;

/**
 * Commands on their way to a lane, and those that wait for the lane to pass them. The lane's side
 * allocates nothing.
 */
final class CommandQueue {
  private static final int CAPACITY = 1024;
  private static final int LIMIT = 32;

  private final OneToOneConcurrentArrayQueue<LaneCommand> toLane =
      new OneToOneConcurrentArrayQueue<>(CAPACITY);

  /** Control thread: not yet taken by the queue, for it is bounded; then not yet complete. */
  private final ArrayDeque<LaneCommand> waiting = new ArrayDeque<>();

  private final ArrayDeque<LaneCommand> sent = new ArrayDeque<>();

  /** Control thread. */
  void send(LaneCommand command) {
    waiting.add(command);
    push();
  }

  /** Control thread: completes what the lane has passed; returns how many. */
  int poll(long finishedSequence) {
    push();
    int completed = 0;
    while (!sent.isEmpty() && sent.peek().isComplete(finishedSequence)) {
      sent.poll().complete();
      completed++;
    }
    return completed;
  }

  /** Control thread: commands that are not complete. */
  int pending() {
    return waiting.size() + sent.size();
  }

  /**
   * RX stage: runs some commands, and returns how many.
   *
   * @param sequence of the last burst that the stage passed on
   */
  int run(long sequence) {
    for (int i = 0; i < LIMIT; i++) {
      LaneCommand command = toLane.poll();
      if (command == null) {
        return i;
      }
      command.apply(sequence);
    }
    return LIMIT;
  }

  private void push() {
    while (!waiting.isEmpty() && toLane.offer(waiting.peek())) {
      sent.add(waiting.poll());
    }
  }
}
