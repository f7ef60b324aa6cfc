package io.yett.dataplane;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import io.yett.dataplane.esp.EspStage;
import io.yett.dataplane.packet.Burst;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * One thread receives and classifies, N workers encrypt and decrypt, one thread transmits, over a
 * Disruptor ring of bursts. A burst is claimed by the worker that is free first; the transmitting
 * thread takes bursts in the order of the ring, so packets leave in the order in which they came,
 * whatever worker was done first.
 *
 * <p>Nobody blocks on the ring: each thread polls and idles by its own strategy.
 */
final class PipelinedShape implements LaneShape {
  /** Bursts in the ring, a power of two. */
  static final int BURSTS = 64;

  /** Rounds of the transmitting thread between two looks for packets of our own. */
  private static final int OWN_INTERVAL = 8;

  private final Lane lane;
  private final RingBuffer<Slot> ring;
  private final Sequence claimed = new Sequence();
  private final Sequence sent = new Sequence();
  private final List<PipelinedWorker> workers = new ArrayList<>();
  private volatile boolean receiving = true;

  /** RX thread: the slot that the next burst goes to, once the ring had room for it. */
  private long filling = -1;

  /** TX thread. */
  private int rounds;

  /** A place in the ring. */
  static final class Slot {
    private final Burst burst;
    private final Sequence finished = new Sequence();

    Slot(Burst burst) {
      this.burst = burst;
    }

    Burst burst() {
      return burst;
    }

    /** A worker: the burst of this sequence is ready to be sent. */
    void finish(long sequence) {
      finished.set(sequence);
    }
  }

  PipelinedShape(Lane lane, Supplier<Burst> bursts) {
    this.lane = lane;
    this.ring =
        RingBuffer.createSingleProducer(
            () -> new Slot(bursts.get()), BURSTS, new BusySpinWaitStrategy());
    ring.addGatingSequences(sent);
    for (EspStage esp : lane.esp()) {
      workers.add(new PipelinedWorker(ring, claimed, esp));
    }
  }

  @Override
  public List<LaneDuty> duties() {
    List<LaneDuty> duties = new ArrayList<>();
    duties.add(new LaneDuty("lane-0-rx", this::receive));
    for (int i = 0; i < workers.size(); i++) {
      duties.add(new LaneDuty("lane-0-esp-" + i, workers.get(i)::round));
    }
    duties.add(new LaneDuty("lane-0-tx", this::send));
    return duties;
  }

  private int receive() {
    int commands = lane.commands().run(ring.getCursor(), sent.get());
    if (commands < 0) {
      return 0;
    }
    if (!receiving || (filling < 0 && !claimSlot())) {
      return commands;
    }
    Burst burst = ring.get(filling).burst();
    int count = lane.rx().receive(burst);
    if (count != 0) {
      lane.classifier().classify(burst);
      ring.publish(filling);
      filling = -1;
    }
    return commands + count;
  }

  private boolean claimSlot() {
    if (!ring.hasAvailableCapacity(1)) {
      return false;
    }
    filling = ring.next();
    return true;
  }

  private int send() {
    int work = 0;
    long next = sent.get() + 1;
    while (true) {
      Slot slot = ring.get(next);
      if (slot.finished.get() != next) {
        break;
      }
      lane.tx().send(slot.burst);
      sent.set(next);
      next++;
      work++;
    }
    if ((++rounds & (OWN_INTERVAL - 1)) == 0) {
      work += lane.tx().sendOwn(lane.forwarding().get(), lane.clock());
    }
    return work;
  }

  @Override
  public long finishedSequence() {
    return sent.get();
  }

  @Override
  public int occupancy() {
    return (int) (ring.getCursor() - sent.get());
  }

  @Override
  public int capacity() {
    return BURSTS;
  }

  @Override
  public void stopReceiving() {
    receiving = false;
  }

  @Override
  public void abandon(boolean free) {
    for (long next = sent.get() + 1; next <= ring.getCursor(); next++) {
      lane.tx().abandon(ring.get(next).burst, free);
      sent.set(next);
    }
    lane.tx().stop();
  }
}
