package io.yett.dataplane;

import io.yett.dataplane.classify.Classifier;
import io.yett.dataplane.classify.LaneTables;
import io.yett.dataplane.config.LaneConfig;
import io.yett.dataplane.counters.LaneCounters;
import io.yett.dataplane.esp.EspStage;
import io.yett.dataplane.fragment.Linearizer;
import io.yett.dataplane.packet.Burst;
import io.yett.dataplane.route.Forwarding;
import io.yett.dataplane.rx.RxStage;
import io.yett.dataplane.sad.SpiTable;
import io.yett.dataplane.spd.FlowCache;
import io.yett.dataplane.spd.Spd;
import io.yett.dataplane.tx.OwnQueue;
import io.yett.dataplane.tx.PuntQueue;
import io.yett.dataplane.tx.TxStage;
import io.yett.dpdk.CryptoOpPool;
import io.yett.dpdk.HugeMemory;
import io.yett.dpdk.Mempool;
import java.lang.foreign.Arena;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes all that one lane consists of, and owns its off-heap memory. Control thread. */
final class LaneParts implements AutoCloseable {
  /** Buffers for packets put together: few at once, as each leaves the lane with its burst. */
  private static final int WHOLE_BUFFERS = 127;

  /** Room for the longest, with headroom, an Ethernet header, and what ESP adds. */
  private static final int WHOLE_ROOM = SharedParts.MAX_PACKET + 512;

  /** Pools need names that are unique in the process. */
  private static final AtomicInteger POOLS = new AtomicInteger();

  private final PipelineConfig config;
  private final int number;
  private final Arena arena = Arena.ofShared();
  private final HugeMemory memory = new HugeMemory();
  private final CryptoOpPool opPool;
  private final Mempool wholePackets;
  private final List<EspStage> esp = new ArrayList<>();
  private final Lane lane;
  private final LaneShape shape;

  /** The lane of that number, from 0. {@code probe} is null for none; only a fused lane has one. */
  LaneParts(PipelineConfig config, int number, SharedParts shared, BurstProbe probe) {
    this.config = config;
    this.number = number;
    boolean fused = config.lane().shape() == LaneConfig.Shape.FUSED;
    if (probe != null && !fused) {
      throw new IllegalArgumentException("a probe watches a fused lane, this one is pipelined");
    }
    int stages = config.lane().threads();
    int bursts = fused ? FusedShape.BURSTS : PipelinedWorker.BURSTS;
    int unique = POOLS.getAndIncrement();
    this.wholePackets = Mempool.create("yett_whole_" + unique, WHOLE_BUFFERS, 0, WHOLE_ROOM);
    this.opPool =
        CryptoOpPool.create(
            "yett_ops_" + unique, EspStage.operations(stages, bursts), EspStage.OP_PRIVATE);
    for (int i = 0; i < stages; i++) {
      esp.add(
          new EspStage(
              arena,
              config.cryptoQueues().queuePair(number * stages + i),
              opPool,
              bursts,
              flowCache()));
    }
    this.lane = makeLane(shared.forwarding(), shared.mesh());
    this.shape =
        fused
            ? new FusedShape(lane, () -> new Burst(arena), probe)
            : new PipelinedShape(lane, () -> new Burst(arena));
  }

  Lane lane() {
    return lane;
  }

  private Lane makeLane(Forwarding forwarding, LaneMesh mesh) {
    PipelineConfig.Limits limits = config.limits();
    PipelineConfig.Queues queues = config.queues().get(number);
    Mempool pool = config.pools().get(number);
    LaneCounters counters = new LaneCounters(arena);
    LaneTables tables =
        new LaneTables(
            new SpiTable(memory, limits.sas()),
            flowCache(),
            new Spd(List.of()),
            forwarding,
            config.defaultPolicy());
    PuntQueue punts = new PuntQueue(limits.puntBytes());
    OwnQueue own = new OwnQueue(limits.ownBytes());
    OwnQueue local = new OwnQueue(limits.ownBytes());
    return new Lane(
        number,
        new RxStage(
            arena,
            config.devices(),
            queues.receive(),
            config.lane().burst(),
            local,
            pool,
            wholePackets,
            number,
            mesh.to(number),
            config.clock(),
            counters),
        new Classifier(
            arena,
            tables,
            counters,
            new Linearizer(arena, wholePackets),
            limits.checkReversePath(),
            config.crypto().sessionLines(),
            number,
            config.lane().count()),
        List.copyOf(esp),
        new TxStage(
            arena,
            config.devices(),
            queues.transmit(),
            punts,
            own,
            number,
            mesh.from(number),
            pool,
            wholePackets,
            counters),
        tables,
        counters,
        new CommandQueue(),
        punts,
        own,
        local,
        new Lane.CurrentForwarding(forwarding),
        config.clock());
  }

  LaneShape shape() {
    return shape;
  }

  private FlowCache flowCache() {
    return new FlowCache(memory, config.limits().flows(), new SecureRandom().nextLong());
  }

  /**
   * Drops whatever is left; all threads have ended. False if the crypto device keeps operations:
   * then the buffers of those stay.
   */
  boolean abandon() {
    boolean drained = true;
    for (EspStage stage : esp) {
      drained &= stage.drain();
    }
    shape.abandon(drained);
    return drained;
  }

  /** Frees operations and memory; no thread runs any more. */
  @Override
  public void close() {
    esp.forEach(EspStage::close);
    opPool.close();
    wholePackets.close();
    memory.close();
    arena.close();
  }
}
