package io.yett.dataplane.control;

import io.yett.dataplane.sachannel.CommandError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Steps that are carried out together: all of them, or none. Steps go in the order of their stage,
 * at most a window of them at once; when one fails, those that were done are undone, last first.
 * Owned by the control thread.
 */
final class Transaction {
  /** Installations first, then what makes use of them, last what cannot be taken back. */
  enum Stage {
    INSTALL,
    CHANGE,
    ACTIVATE,
    REMOVE
  }

  /** One request to the lanes. */
  @FunctionalInterface
  interface Action {
    /** What undoes a step that needs no undoing. */
    Action NOTHING = completion -> completion.done(CommandError.NONE, "");

    void run(Completion completion);
  }

  private record Step(Stage stage, Action forward, Action backward) {}

  private static final Logger LOG = LoggerFactory.getLogger(Transaction.class);

  /** Requests to the lanes that wait for their completion at one time. */
  private static final int WINDOW = 256;

  private final List<Step> steps = new ArrayList<>();
  private final List<Step> done = new ArrayList<>();
  private final Completion answer;
  private int next;
  private int outstanding;
  private CommandError error = CommandError.NONE;
  private String text = "";
  private boolean finished;

  Transaction(Completion answer) {
    this.answer = answer;
  }

  void add(Stage stage, Action forward, Action backward) {
    steps.add(new Step(stage, forward, backward));
  }

  /** Sorts the steps by stage; within a stage they keep their order. */
  void start() {
    steps.sort(Comparator.comparing(Step::stage));
  }

  /**
   * Carries on, as far as the window allows.
   *
   * @return whether the transaction has been answered
   */
  boolean proceed() {
    while (error == CommandError.NONE && next < steps.size() && mayIssue(steps.get(next))) {
      forward(steps.get(next++));
    }
    while (error != CommandError.NONE && !done.isEmpty() && outstanding == 0) {
      backward(done.remove(done.size() - 1));
    }
    boolean over = error != CommandError.NONE ? done.isEmpty() : next == steps.size();
    if (over && outstanding == 0 && !finished) {
      finished = true;
      answer.done(error, text);
    }
    return finished;
  }

  private boolean mayIssue(Step step) {
    return outstanding == 0 || (outstanding < WINDOW && step.stage == steps.get(next - 1).stage);
  }

  private void forward(Step step) {
    outstanding++;
    step.forward.run((stepError, stepText) -> {
      outstanding--;
      if (stepError == CommandError.NONE) {
        done.add(step);
      } else if (step.stage == Stage.REMOVE) {
        LOG.warn("at the end of a transaction: {} {}", stepError, stepText);
      } else if (error == CommandError.NONE) {
        error = stepError;
        text = stepText;
      }
    });
  }

  private void backward(Step step) {
    outstanding++;
    step.backward.run((stepError, stepText) -> {
      outstanding--;
      if (stepError != CommandError.NONE) {
        LOG.warn("while a transaction was undone: {} {}", stepError, stepText);
      }
    });
  }
}
