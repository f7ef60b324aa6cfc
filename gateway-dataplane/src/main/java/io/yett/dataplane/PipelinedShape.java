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
 * One thread leads: it receives, classifies and transmits; N workers encrypt and decrypt, over a
 * Disruptor ring of bursts. A burst is claimed by the worker that is free first; the leader
 * transmits bursts in the order of the ring, so packets leave in the order in which they came,
 * whatever worker was done first. When the workers have enough to do, the leader takes bursts too
 * rather than wait for them, so with one worker two CPUs share the crypto.
 *
 * <p>Few bursts are under way at a time: what the CPUs hand to each other should still be in their
 * caches. Nobody blocks on the ring: each thread polls and idles by its own strategy. Workers that
 * have had nothing for long sleep until the leader wakes them; few packets it encrypts alone.
 */
final class PipelinedShape implements LaneShape {
  /** Bursts in the ring, a power of two. */
  static final int BURSTS = 64;

  /** Bursts that wait for each worker before the leader takes the next itself. */
  private static final int WAITING_PER_WORKER = 2;

  private final Lane lane;
  private final RingBuffer<Slot> ring;
  private final Sequence claimed = new Sequence();
  private final Sequence sent = new Sequence();
  private final PipelinedWorker leader;
  private final List<PipelinedWorker> workers = new ArrayList<>();
  private final Sleepers sleepers;
  private final OwnTurns ownTurns = new OwnTurns();
  private final int enoughWaiting;
  private volatile boolean receiving = true;

  /** The slot that the next burst goes to, once the ring had room for it. */
  private long filling = -1;

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

    /** The leader: that it is. */
    boolean isFinished(long sequence) {
      return finished.get() == sequence;
    }
  }

  PipelinedShape(Lane lane, Supplier<Burst> bursts) {
    this.lane = lane;
    this.ring =
        RingBuffer.createSingleProducer(
            () -> new Slot(bursts.get()), BURSTS, new BusySpinWaitStrategy());
    ring.addGatingSequences(sent);
    List<EspStage> esp = lane.esp();
    this.leader = new PipelinedWorker(ring, claimed, esp.getFirst(), false);
    for (EspStage own : esp.subList(1, esp.size())) {
      workers.add(new PipelinedWorker(ring, claimed, own, true));
    }
    this.sleepers = new Sleepers(workers.size());
    this.enoughWaiting = WAITING_PER_WORKER * workers.size();
  }

  @Override
  public List<LaneDuty> duties() {
    String name = "lane-" + lane.number();
    List<LaneDuty> duties = new ArrayList<>();
    duties.add(new LaneDuty(name, this::lead));
    for (int i = 0; i < workers.size(); i++) {
      int place = i;
      duties.add(
          new LaneDuty(
              name + "-esp-" + i,
              workers.get(i)::round,
              strategy -> new WorkerIdle(strategy, sleepers, place)));
    }
    return duties;
  }

  private int lead() {
    int work = lane.commands().run(ring.getCursor()) + send();
    int received = receiving ? receive() : 0;
    if (ownTurns.next(work + received)) {
      work += lane.tx().sendOwn(lane.forwarding().get(), lane.clock());
    }
    long waiting = ring.getCursor() - claimed.get();
    if (waiting > 1 && sleepers.any()) {
      sleepers.wakeOne(); // the first burst is the leader's, should no other come
    }
    if (waiting > enoughWaiting || (received == 0 && waiting > 0) || leader.isBusy()) {
      work += leader.round();
    }
    return work + received;
  }

  private int receive() {
    if (filling < 0 && !claimSlot()) {
      return 0;
    }
    Burst burst = ring.get(filling).burst();
    int count = lane.rx().receive(burst);
    if (count != 0) {
      lane.classifier().classify(burst);
      ring.publish(filling);
      filling = -1;
    }
    return count;
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
      if (!slot.isFinished(next)) {
        break;
      }
      lane.tx().send(slot.burst);
      sent.set(next);
      next++;
      work++;
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
