package io.yett.dataplane;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A command from the control thread to a lane and back, with plain fields both ways: the lane sees
 * all that was written before the command was sent, and the control thread, once it is complete,
 * all that the lane wrote while it ran it.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "The lane had no command yet.")
@Outcome(id = "41, 0", expect = ACCEPTABLE, desc = "The lane ran it; it is not complete yet.")
@Outcome(id = "41, 42", expect = ACCEPTABLE, desc = "It is complete.")
@Outcome(expect = FORBIDDEN, desc = "One did not see what the other wrote before.")
@State
public class CommandStress {
  private static final long BURST = 7;

  private final CommandQueue queue = new CommandQueue();
  private int question;
  private int answer;
  private int completed;

  /** Control thread. */
  @Actor
  public void control(II_Result r) {
    question = 41;
    queue.send(new LaneCommand(() -> answer = question + 1, () -> completed = answer));
    queue.poll(BURST);
    r.r2 = completed;
  }

  /** The lane, which has passed a burst on and finished it. */
  @Actor
  public void lane(II_Result r) {
    int ran = queue.run(BURST);
    r.r1 = ran == 0 ? 0 : answer - 1;
  }
}
