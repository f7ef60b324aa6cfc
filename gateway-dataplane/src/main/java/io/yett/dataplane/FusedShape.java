package io.yett.dataplane;

import com.lmax.disruptor.Sequence;
import io.yett.dataplane.esp.EspStage;
import io.yett.dataplane.packet.Burst;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Run to completion: one thread takes a burst through all stages. With a crypto device that works
 * beside the CPU several bursts are under way; they leave in order.
 */
final class FusedShape implements LaneShape {
  /** Bursts under way, a power of two. */
  static final int BURSTS = 4;

  private final Lane lane;
  private final EspStage esp;
  private final Burst[] bursts;
  private final BurstProbe probe;
  private volatile boolean receiving = true;
  private final Sequence started = new Sequence(0);
  private final Sequence finished = new Sequence(0);
  private final OwnTurns ownTurns = new OwnTurns();
  private long first;
  private long begun;
  private long done;

  /** {@code probe} is null for none. */
  FusedShape(Lane lane, Supplier<Burst> bursts, BurstProbe probe) {
    this.lane = lane;
    this.probe = probe;
    this.esp = lane.esp().getFirst();
    this.bursts = Stream.generate(bursts).limit(BURSTS).toArray(Burst[]::new);
  }

  @Override
  public List<LaneDuty> duties() {
    return List.of(new LaneDuty("lane-" + lane.number(), this::round));
  }

  private int round() {
    int work = lane.commands().run(begun);
    if (receiving && begun - done < BURSTS) {
      work += receive();
    }
    work += complete();
    if (ownTurns.next(work)) {
      work += lane.tx().sendOwn(lane.forwarding().get(), lane.clock());
    }
    return work;
  }

  private int receive() {
    if (begun == done) {
      first = begun; // alone on its way, a burst has the same memory again and again
    }
    Burst burst = burst(begun);
    if (probe != null) {
      probe.polling();
    }
    int count = lane.rx().receive(burst);
    if (count != 0) {
      if (probe != null) {
        probe.taken(begun, burst);
      }
      lane.classifier().classify(burst);
      esp.begin(burst);
      begun++;
      started.set(begun);
    }
    return count;
  }

  private Burst burst(long number) {
    return bursts[(int) (number - first) & (BURSTS - 1)];
  }

  private int complete() {
    int completed = 0;
    while (done < begun) {
      Burst burst = burst(done);
      if (!esp.isDone(burst)) {
        break;
      }
      esp.finish(burst);
      lane.tx().send(burst);
      if (probe != null) {
        probe.sent(done);
      }
      done++;
      completed++;
    }
    if (completed != 0) {
      finished.set(done);
    }
    return completed;
  }

  @Override
  public long finishedSequence() {
    return finished.get();
  }

  @Override
  public int occupancy() {
    return (int) (started.get() - finished.get());
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
    while (done < begun) {
      lane.tx().abandon(burst(done), free);
      done++;
    }
    finished.set(done);
    lane.tx().stop();
  }
}
