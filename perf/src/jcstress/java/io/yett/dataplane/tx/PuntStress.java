package io.yett.dataplane.tx;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.yett.dataplane.control.PuntHandler;
import io.yett.dataplane.control.PuntReason;
import org.agrona.DirectBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Events from the TX stage to the control thread: each is whole, and they come in their order. */
@JCStressTest
@Outcome(id = "0", expect = ACCEPTABLE, desc = "None was there yet.")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "The first was there.")
@Outcome(id = "2", expect = ACCEPTABLE, desc = "Both were there.")
@Outcome(expect = FORBIDDEN, desc = "An event that was not sent, or not in its turn.")
@State
public class PuntStress {
  private static final int OCTETS = 256;
  private static final int PORT = 5;

  private final PuntQueue queue = new PuntQueue(OCTETS);

  /** TX stage. */
  @Actor
  public void tx() {
    queue.unresolved(PORT, -1);
    queue.unresolved(PORT, -2);
  }

  /** Control thread. */
  @Actor
  public void control(I_Result r) {
    Seen seen = new Seen();
    queue.poll(seen, 8);
    r.r1 = seen.events;
  }

  /** Counts events; -1 once one is not as it should be. */
  private static final class Seen implements PuntHandler {
    private int events;

    @Override
    public void onUnresolved(int port, int address) {
      boolean next = events >= 0 && port == PORT && address == -1 - events;
      events = next ? events + 1 : -1;
    }

    @Override
    public void onFrame(
        int port, PuntReason reason, DirectBuffer buffer, int offset, int length) {
      events = -1;
    }

    @Override
    public void onTooBig(int port, int mtu, DirectBuffer buffer, int offset, int length) {
      events = -1;
    }

    @Override
    public void onAcquire(int reqId, DirectBuffer buffer, int offset, int length) {
      events = -1;
    }

    @Override
    public void onExpire(boolean inbound, int spi, int reqId, boolean hard) {
      events = -1;
    }

    @Override
    public void onPeerMoved(int spi, int reqId, int address, int port) {
      events = -1;
    }
  }
}
